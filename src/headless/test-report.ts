/**
 * @file How many tests passed, from the JSON reports of Vitest and Playwright.
 */
import { readFileSync } from 'node:fs';

export interface Count {
  passed: number;
  failed: number;
  skipped: number;
}

/** The parts of the reports that are read. */
interface VitestReport {
  numPassedTests: number;
  numFailedTests: number;
  numPendingTests: number;
  numTodoTests: number;
  testResults: { status: string; assertionResults: unknown[] }[];
}
interface PlaywrightReport {
  stats: { expected: number; flaky: number; unexpected: number; skipped: number };
}

/** A test file that could not be loaded reports no test of its own: it counts as one failed. */
export function readVitestReport(path: string, status: number): Count {
  return readReport<VitestReport>(path, status, (report) => {
    const broken = report.testResults.filter((file) => file.status === 'failed' && file.assertionResults.length === 0);
    return {
      passed: report.numPassedTests,
      failed: report.numFailedTests + broken.length,
      skipped: report.numPendingTests + report.numTodoTests,
    };
  });
}

export function readPlaywrightReport(path: string, status: number): Count {
  return readReport<PlaywrightReport>(path, status, ({ stats }) => ({
    passed: stats.expected + stats.flaky,
    failed: stats.unexpected,
    skipped: stats.skipped,
  }));
}

/**
 * Reads a report; a runner that failed without a failed test, or left no report, counts as one failed.
 *
 * @param status the runner's exit status
 */
function readReport<T>(path: string, status: number, count: (report: T) => Count): Count {
  let counted: Count = { passed: 0, failed: 0, skipped: 0 };
  try {
    counted = count(JSON.parse(readFileSync(path, 'utf8')));
  } catch {
    return { ...counted, failed: 1 };
  }
  return status !== 0 && counted.failed === 0 ? { ...counted, failed: 1 } : counted;
}
