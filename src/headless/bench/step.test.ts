import { expect, test } from 'vitest';
import type { Task } from '../../bench';
import { fakeHost } from './fake-host.fixture';
import { budgets } from './race';
import { stepSuite } from './step';
import { formatSection, type SuiteOptions } from './suite';

function msOf(task: Task | 'peak', threads: number): number {
  if (task === 'peak' || task.kind !== 'step') throw new Error('expected a step');
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
  expect(section.rows.map(([engine, ms, images]) => [engine, ms, images])).toEqual([
    ['own, webgpu (fake, software)', '200 ±0%', '80.0'],
    ['stock, webgpu (fake, software)', '2000 ±0%', '8.00'],
    ['own, wasm (fake)', '50.0 ±0%', '320'],
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
