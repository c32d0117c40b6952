/**
 * @file The one door to every command of package.json: `node src/headless/run.mjs <command> [options]`.
 *
 * Plain JavaScript on Node alone, because a fresh clone has nothing else: it installs what is missing, then runs the
 * command's TypeScript through Vite's module runner. Vite is here anyway and reads the sources as the page gets them
 * (imports without extension, `?raw` files); a loader such as tsx would be one more native binary that does not.
 */
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

/** @type {Record<string, string>} */
const files = {
  start: 'start.ts',
  test: 'check.ts',
  check: 'check.ts',
  build: 'build.ts',
  bench: 'bench.ts',
  conformance: 'conformance.ts',
  headless: 'experiment.ts',
  evidence: 'evidence.ts',
  pictures: 'pictures.ts',
  'voc:get': 'voc-get.ts',
};
const here = dirname(fileURLToPath(import.meta.url));
const root = resolve(here, '../..');

process.exitCode = await main(process.argv.slice(2));

/** @param {string[]} argv */
async function main([command = '', ...args]) {
  const file = files[command];
  if (file === undefined)
    return complain(`"${command}" is no command; expected one of ${Object.keys(files).join(', ')}`);
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major < 20 || (major === 20 && minor < 19)) {
    return complain(`this is Node ${process.versions.node}; the lab needs 20.19 or newer (https://nodejs.org)`);
  }
  const userFolder = folderOfUser(command);
  process.chdir(root);
  if (!isInstalled() && !install()) return 1;
  try {
    const { runnerImport } = await import('vite');
    const { module } = await runnerImport(join(here, file), { logLevel: 'error' });
    return await module.run(args, userFolder);
  } catch (error) {
    if (error instanceof Error && 'exitCode' in error) return complain(error.message, Number(error.exitCode));
    throw error;
  }
}

/**
 * Where the user stood: npm moves to the project's root and leaves the folder it was called from in INIT_CWD.
 *
 * @param {string} command
 */
function folderOfUser(command) {
  const startedByNpm = process.env.npm_lifecycle_event === command;
  return (startedByNpm && process.env.INIT_CWD) || process.cwd();
}

/** Compares versions, not dates: npm writes both lockfiles in the same moment, in either order. */
function isInstalled() {
  const wanted = readPackages('package-lock.json');
  const present = readPackages('node_modules/.package-lock.json');
  return Object.entries(wanted).every(
    ([path, { version, optional, devOptional }]) =>
      path === '' || optional || devOptional || present[path]?.version === version,
  );
}

/**
 * @param {string} lockfile
 * @returns {Record<string, {version?: string, optional?: boolean, devOptional?: boolean}>}
 */
function readPackages(lockfile) {
  try {
    return JSON.parse(readFileSync(lockfile, 'utf8')).packages;
  } catch {
    return {};
  }
}

function install() {
  console.error('Installing the packages of package-lock.json (npm ci) ...');
  const args = ['ci', '--include=dev', '--no-audit', '--no-fund'];
  const npm = process.env.npm_execpath;
  /** @type {import('node:child_process').StdioOptions} */
  const stdio = ['ignore', 2, 2];
  const { status } = npm
    ? spawnSync(process.execPath, [npm, ...args], { stdio })
    : spawnSync('npm', args, { stdio, shell: process.platform === 'win32' });
  if (status !== 0) complain('npm ci failed; its output above says why. Is the npm registry reachable?');
  return status === 0;
}

/**
 * @param {string} message
 * @param {number} exitCode
 */
function complain(message, exitCode = 2) {
  console.error(message);
  return exitCode;
}
