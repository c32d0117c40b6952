import { expect, test } from 'vitest';
import type { ConvCase, Task } from '../../bench';
import { fakeHost } from './fake-host.fixture';
import { kernelSuite } from './kernels';
import { budgets } from './race';
import { formatSection, type SuiteOptions } from './suite';

const geometry = {
  ...{ batch: 1, inHeight: 8, inWidth: 8, inChannels: 4, outHeight: 8, outWidth: 8, outChannels: 4 },
  ...{ filterHeight: 3, filterWidth: 3, stride: 1, dilation: 1, padTop: 1, padLeft: 1 },
};
const cases: ConvCase[] = [
  { group: 'ssd_96_lab', layers: ['a', 'b'], geometry, cutFrom: null, flops: 1e9, passes: ['F', 'dX', 'dW'] },
  { group: 'ssd_96_lab', layers: ['c'], geometry, cutFrom: 20, flops: 1e9, passes: ['F', 'dW'] },
];
const ownMs = { F: 10, dX: 20, dW: 40 };
const stockMs = { F: 40, dX: 50, dW: 400 };

function msOf(task: Task | 'peak', threads: number): number {
  if (task === 'peak') return 5;
  if (task.kind !== 'conv') throw new Error(`${task.kind}: expected conv`);
  if (task.implementation === 'stock' && threads > 1 && task.pass === 'dW') throw new Error('no dW in stock\nstack');
  return (task.implementation === 'own' ? ownMs : stockMs)[task.pass] * (threads === 1 && task.pass === 'F' ? 2 : 1);
}

function options(backend: 'webgpu' | 'wasm', only = ''): SuiteOptions {
  const host = fakeHost({ cases, msOf });
  return { host, backends: [backend], only, quick: false, budget: budgets.full, progress: () => {} };
}

test('the table has the speed, the ratio to stock and the share of the peak of every pass', async () => {
  const { sections } = await kernelSuite(options('wasm'));
  expect(sections).toHaveLength(1);
  const [{ columns, rows, summary }] = sections;
  expect(columns.slice(3)).toEqual(['F', 'x', '%', 'dX', 'x', '%', 'dW', 'x', '%', 'threads']);
  // 1 GFLOP in 10 ms is 100 GFLOP/s; the peak is 200.
  expect(rows[0].slice(0, 6)).toEqual(['a +1', '1x8x8x4', '3x3x4', '100 ±0%', '4.00', '50']);
  expect(rows[0].slice(6)).toEqual(['50.0 ±0%', '2.50', '25', '25.0 ±0%', '-', '13', '2.00']);
  expect(rows[1][1]).toBe('1x8x8x4*');
  expect(rows[1].slice(6, 9)).toEqual(['', '', '']);
  expect(summary[0]).toContain('F 4.00, dX 2.50; the smallest is 2.50 (dX of ssd_96_lab a)');
  expect(summary[1]).toContain('0.250 of its speed (dW of ssd_96_lab a)');
  expect(summary[2]).toContain('median 2.00');
});

test('what stock cannot do stands under the table with its reason', async () => {
  const [section] = (await kernelSuite(options('wasm'))).sections;
  expect(formatSection(section)).toContain('-: no dW in stock.');
});

test('one thread is compared on WASM only, and a name chooses cases', async () => {
  const [{ columns, rows, notes }] = (await kernelSuite(options('webgpu', 'c'))).sections;
  expect(columns).not.toContain('threads');
  expect(rows.map(([layer]) => layer)).toEqual(['c']);
  expect(notes.join(' ')).toContain('the upper rows of the map only');
});

test('a kernel that computes something else than stock ends the suite', async () => {
  const settings = options('webgpu');
  const open = settings.host.open.bind(settings.host);
  const host = {
    ...settings.host,
    open: async (...args: Parameters<typeof open>) => {
      const opened = await open(...args);
      return { ...opened, engine: { ...opened.engine, difference: async () => 0.5 } };
    },
  };
  await expect(kernelSuite({ ...settings, host })).rejects.toThrow('a F: own and stock results differ by 0.5');
});
