/** @file `npm run bench` in a real browser: a suite runs to its end and keeps what it printed. */
import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from '@playwright/test';
import type { BenchRun } from '../src/headless/bench/report';

const root = join(import.meta.dirname, '..');

test('a suite runs on WASM, and its JSON holds every table that was printed', async () => {
  const json = test.info().outputPath('bench.json');
  const args = ['src/headless/run.mjs', 'bench', '--suite', 'step', '--backend', 'wasm', '--quick', '--json', json];
  const { stdout } = await promisify(execFile)(process.execPath, args, { cwd: root });
  const runs: BenchRun[] = JSON.parse(readFileSync(json, 'utf8'));
  expect(runs).toHaveLength(1);
  const [{ suite, host, options, sections }] = runs;
  expect([suite, options]).toEqual(['step', '--suite step --backend wasm --quick']);
  expect(host).toMatch(/^Chromium \d/);
  expect(sections.length).toBeGreaterThan(0);
  for (const { title, rows } of sections) {
    expect(stdout).toContain(`## ${title}\n`);
    expect(rows.length).toBeGreaterThan(0);
    for (const cell of rows.flat()) expect(cell).not.toMatch(/NaN|undefined|null/);
  }
});
