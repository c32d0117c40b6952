/** @file `npm run bench` in a real browser: every suite runs to its end and keeps what it printed. */
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import type { BenchRun } from '../src/headless/bench/report';

const root = join(import.meta.dirname, '..');

test('every suite runs on WASM, and its JSON holds every table that was printed', () => {
  const json = test.info().outputPath('bench.json');
  const args = ['src/headless/run.mjs', 'bench', '--suite', 'all', '--backend', 'wasm', '--quick', '--json', json];
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { cwd: root, encoding: 'utf8' });
  expect(stderr).not.toContain('Error');
  expect(status).toBe(0);
  const runs: BenchRun[] = JSON.parse(readFileSync(json, 'utf8'));
  expect(runs.map(({ suite }) => suite)).toEqual(['kernels', 'step', 'detect', 'memory', 'data', 'startup']);
  for (const { host, options, sections } of runs) {
    expect(host).toMatch(/^Chromium \d/);
    expect(options).toContain('--backend wasm --quick');
    expect(sections.length).toBeGreaterThan(0);
    for (const { title, rows } of sections) {
      expect(stdout).toContain(`## ${title}\n`);
      expect(rows.length).toBeGreaterThan(0);
      for (const cell of rows.flat()) expect(cell).not.toMatch(/NaN|undefined|null/);
    }
  }
});
