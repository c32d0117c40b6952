/**
 * @file Gets a Chromium where none is installed.
 */
import { existsSync } from 'node:fs';
import { findChromium } from './chromium';
import { CommandError } from './command-error';
import { runProgram, runTool } from './tools';

/**
 * The path of a Chrome or Chromium, which is installed first if there is none: as a package of the system when root on
 * Debian or Ubuntu, else as Playwright's own download.
 *
 * @throws CommandError that says what to do, if neither can be had
 */
export async function requireChromium(): Promise<string> {
  const path = findChromium() ?? (await installPackage()) ?? (await download());
  if (path !== null) return path;
  throw new CommandError(
    'no Chrome or Chromium was found, and none could be installed. Install one (https://www.google.com/chrome, or ' +
      '"apt-get install chromium"), or set CHROME_PATH to the program, and run this again.',
    1,
  );
}

async function installPackage(): Promise<string | null> {
  if (process.getuid?.() !== 0 || !existsSync('/usr/bin/apt-get')) return null;
  console.error('No Chrome or Chromium is installed; installing the package chromium ...');
  const options = { env: { DEBIAN_FRONTEND: 'noninteractive' }, stdout: 'stderr' } as const;
  await runProgram('apt-get', ['update', '-q'], options);
  await runProgram('apt-get', ['install', '-y', '-q', '--no-install-recommends', 'chromium'], options);
  return findChromium();
}

async function download(): Promise<string | null> {
  console.error('No Chrome or Chromium is installed; downloading one with Playwright ...');
  await runTool('playwright', ['install', 'chromium'], { stdout: 'stderr' });
  return findChromium();
}
