import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { readPlaywrightReport, readVitestReport } from './test-report';

const folder = mkdtempSync(join(tmpdir(), 'ssd-lab-report-'));
afterAll(() => rmSync(folder, { recursive: true }));

function save(report: unknown): string {
  const path = join(folder, 'report.json');
  writeFileSync(path, JSON.stringify(report));
  return path;
}

const vitest = { numPassedTests: 5, numFailedTests: 0, numPendingTests: 2, numTodoTests: 1, testResults: [] };
const playwright = { stats: { expected: 3, flaky: 1, unexpected: 0, skipped: 2 } };

test('tests that pass, fail and are skipped are counted', () => {
  expect(readVitestReport(save(vitest), 0)).toEqual({ passed: 5, failed: 0, skipped: 3 });
  expect(readVitestReport(save({ ...vitest, numFailedTests: 2 }), 1)).toEqual({ passed: 5, failed: 2, skipped: 3 });
  expect(readPlaywrightReport(save(playwright), 0)).toEqual({ passed: 4, failed: 0, skipped: 2 });
});

test('a test file that could not be loaded counts as one failed', () => {
  const testResults = [{ status: 'failed', assertionResults: [] }];
  expect(readVitestReport(save({ ...vitest, testResults, numFailedTests: 1 }), 1).failed).toBe(2);
});

test('a runner that fails although every test passed counts as one failed', () => {
  expect(readVitestReport(save(vitest), 1).failed).toBe(1);
  expect(readPlaywrightReport(save(playwright), 1).failed).toBe(1);
});

test('a runner that leaves no report, or half of one, counts as one failed', () => {
  expect(readVitestReport(join(folder, 'none.json'), 0)).toEqual({ passed: 0, failed: 1, skipped: 0 });
  const path = join(folder, 'half.json');
  writeFileSync(path, '{"stats": {"exp');
  expect(readPlaywrightReport(path, 0).failed).toBe(1);
});
