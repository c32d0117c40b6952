/**
 * @file The production build in dist/: made when it is missing or older than its sources.
 */
import { existsSync, readdirSync, renameSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { readArguments } from './arguments';
import { CommandError } from './command-error';
import { runTool } from './tools';

export const distFolder = 'dist';
const sources = ['index.html', 'vite.config.ts', 'package-lock.json', 'public', 'src'];

/** `npm run build`: builds in any case. */
export async function run(args: string[]): Promise<number> {
  readArguments('npm run build', args, {});
  await build();
  return 0;
}

/** Builds if a source is newer than the build. */
export async function ensureBuilt(): Promise<void> {
  if (isFresh(join(distFolder, 'index.html'))) return;
  console.error('Building ...');
  await build();
}

/** Whether a built file is there and no source is newer. */
export function isFresh(built: string): boolean {
  return existsSync(built) && Math.max(...sources.map(newestChange)) <= statSync(built).mtimeMs;
}

/** Builds beside the old dist and then swaps, so that no one is ever served half a build. */
async function build(): Promise<void> {
  const fresh = `.cache/dist-${process.pid}`;
  const status = await runTool('vite', ['build', '--outDir', fresh, '--emptyOutDir', '--logLevel', 'warn'], {
    env: { NODE_ENV: 'production' },
    stdout: 'stderr',
  });
  if (status !== 0) {
    rmSync(fresh, { recursive: true, force: true });
    throw new CommandError('the build failed; its output above says why', 1);
  }
  rmSync(distFolder, { recursive: true, force: true });
  renameSync(fresh, distFolder);
}

/** Milliseconds since the epoch of the last change below a path; 0 if there is none. Tests are not built. */
function newestChange(path: string): number {
  if (/\.test\.tsx?$/.test(path) || !existsSync(path)) return 0;
  const status = statSync(path);
  if (!status.isDirectory()) return status.mtimeMs;
  return Math.max(0, ...readdirSync(path).map((name) => newestChange(join(path, name))));
}
