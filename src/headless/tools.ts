/**
 * @file Running the installed tools (Vite, Vitest, Playwright, tsc, Biome) as child processes.
 */
import { spawn } from 'node:child_process';

/** Entry files inside node_modules, run by this very Node: no shell, no PATH, the same on every system. */
const entries = {
  biome: '@biomejs/biome/bin/biome',
  playwright: '@playwright/test/cli.js',
  tsc: 'typescript/bin/tsc',
  vite: 'vite/bin/vite.js',
  vitest: 'vitest/vitest.mjs',
} as const;

/**
 * Runs a tool to its end in the current folder; its output goes to ours.
 *
 * @param options.env    variables beside or instead of our own; undefined removes one
 * @param options.stdout 'stderr' keeps our standard output for the command's result
 * @returns the exit status; 1 if a signal ended it
 */
export function runTool(
  tool: keyof typeof entries,
  args: string[],
  options: { env?: Record<string, string | undefined>; stdout?: 'stderr' } = {},
): Promise<number> {
  return runProgram(process.execPath, [`node_modules/${entries[tool]}`, ...args], options);
}

/** Like `runTool`, for a program in PATH. */
export function runProgram(
  program: string,
  args: string[],
  options: { env?: Record<string, string | undefined>; stdout?: 'stderr' } = {},
): Promise<number> {
  const child = spawn(program, args, {
    env: { ...process.env, ...options.env },
    stdio: ['ignore', options.stdout === 'stderr' ? 2 : 'inherit', 'inherit'],
  });
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (status) => resolve(status ?? 1));
  });
}
