import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { Task } from '../../bench';
import { fakeHost } from './fake-host.fixture';
import { budgets } from './race';
import { stepSuite } from './step';
import { formatSection, type SuiteOptions } from './suite';

function msOf(task: Task | 'peak', threads: number): number {
  if (task === 'peak') return 10;
  if (task.kind !== 'step') throw new Error('expected a step');
  if (task.implementation === 'own') return threads === 2 ? 50 : 200;
  if (threads === 2) throw new Error('page.evaluate: Error: no such kernel\n    at f');
  return 2000;
}

const options: SuiteOptions = {
  host: fakeHost({ msOf }),
  backends: ['webgpu', 'wasm'],
  only: 'ssd_96_lab',
  quick: false,
  budget: budgets.full,
  progress: () => {},
};

test('own on both back ends and stock where it trains are compared in one race', async () => {
  const [section] = (await stepSuite(options)).sections;
  const text = formatSection(section);
  expect(section.columns.slice(0, 5)).toEqual(['engine', 'ms', 'images/s', 'GFLOP/s', '%']);
  expect(section.rows.map((row) => row.slice(0, 5))).toEqual([
    ['own, webgpu (fake, software)', '200 ±0%', '80.0', '5.00', '5'],
    ['stock, webgpu (fake, software)', '2000 ±0%', '8.00', '0.500', '1'],
    ['own, wasm (fake)', '50.0 ±0%', '320', '20.0', '20'],
  ]);
  expect(text).toContain('stock on wasm (fake): no such kernel.');
  expect(section.summary).toEqual([
    'own on webgpu (fake, software) is 10.0 times as fast as stock on webgpu (fake, software).',
    'own on wasm (fake) is 40.0 times as fast as stock on webgpu (fake, software).',
  ]);
});

test('SSD300 is left out on a software adapter, and the table says so', async () => {
  const { sections } = await stepSuite({ ...options, only: 'ssd_300' });
  for (const section of sections) {
    expect(section.rows.map(([engine]) => engine)).toEqual(['own, wasm (fake)']);
    expect(formatSection(section)).toContain('left out: a step takes minutes on a software adapter');
  }
});

/** A program that answers as torch-steps.py does. */
function fakePython(...lines: string[]): string {
  const path = join(mkdtempSync(join(tmpdir(), 'python-')), 'python');
  writeFileSync(path, ['#!/bin/sh', 'read task', ...lines].join('\n'), { mode: 0o755 });
  return path;
}

test('PyTorch takes its turns in float32 and in TF32, and is named by its version and device', async () => {
  const answers = ['echo \'{"name": "PyTorch 2 eager, GPU"}\'', 'while read n; do echo \'{"ms": 25}\'; done'];
  const { sections } = await stepSuite({ ...options, backends: ['webgpu'], torch: fakePython(...answers) });
  expect(sections[0].rows.slice(2).map((row) => row.slice(0, 5))).toEqual([
    ['PyTorch 2 eager, float32, GPU', '25.0 ±0%', '640', '40.0', '40'],
    ['PyTorch 2 eager, TF32, GPU', '25.0 ±0%', '640', '40.0', '40'],
  ]);
  expect(sections[0].summary[1]).toBe(
    'own on webgpu (fake, software) is 0.125 times as fast as PyTorch 2 eager, float32, GPU.',
  );
});

test('a Python without PyTorch is left out with its own last words', async () => {
  // They come after the end of its answers, as they may on a busy machine.
  const words = ['Traceback', 'ModuleNotFoundError: No module named torch'].map((line) => `echo "${line}" >&2`);
  const python = fakePython('exec >&-', 'sleep 0.1', ...words, 'exit 1');
  const { sections } = await stepSuite({ ...options, backends: ['webgpu'], torch: python });
  expect(formatSection(sections[0]).replaceAll('\n', ' ')).toContain(
    'PyTorch, float32: ModuleNotFoundError: No module named torch.',
  );
});
