import { expect, test } from 'vitest';
import { type BenchRun, mergeRuns, renderReport, runLine } from './report';
import { formatSection } from './suite';

function run(options: string, cpu: string, value: string): BenchRun {
  return {
    suite: 'step',
    options,
    host: 'Chromium 1',
    machine: { cpu, cores: 2, node: '20.19.0', tfjs: '4.22.0' },
    date: '2025-01-02',
    results: [],
    sections: [{ title: 'Steps', notes: [], columns: ['engine', 'ms'], rows: [['own', value]], summary: [] }],
  };
}

test('a run takes the place of an earlier one with the same options on the same processor, and of no other', () => {
  const before = [run('--suite step', 'A', '1'), run('--suite step', 'B', '2'), run('--suite step --quick', 'A', '3')];
  const merged = mergeRuns(before, [run('--suite step', 'A', '4')]);
  expect(merged.map(({ sections }) => sections[0].rows[0][1])).toEqual(['4', '2', '3']);
});

test('the report holds, word for word, what the command printed, with its options and machine', () => {
  const one = run('--suite step', 'A', '17.5');
  const text = renderReport([one]);
  expect(text).toContain(formatSection(one.sections[0]));
  expect(text).toContain(runLine(one));
  expect(runLine(one)).toContain('npm run bench -- --suite step');
  expect(runLine(one)).toContain('A, 2 cores; Node 20.19.0; TensorFlow.js 4.22.0');
});
