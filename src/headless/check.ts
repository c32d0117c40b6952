/**
 * @file `npm test` and `npm run check`: every check there is, each with its own output, and one count at the end.
 */
import { mkdirSync, rmSync } from 'node:fs';
import { readArguments } from './arguments';
import { ensureBuilt } from './build';
import { requireChromium } from './get-chromium';
import { type Count, readPlaywrightReport, readVitestReport } from './test-report';
import { runTool } from './tools';

interface Stage {
  title: string;
  needsChromium: boolean;
  run(): Promise<Count>;
}

const reports = '.cache/reports';
/** Minutes and half a gigabyte of disk: by `LAB_LARGE=1 npm test`, not in every check. */
const large = process.env.LAB_LARGE ? ['large'] : [];

const stages: Record<'types' | 'lint' | 'unit' | 'gpu' | 'slow' | 'endToEnd', Stage> = {
  types: {
    title: 'Type check',
    needsChromium: false,
    run: async () => countStatus(await runTool('tsc', ['--noEmit'])),
  },
  lint: { title: 'Lint', needsChromium: false, run: async () => countStatus(await runTool('biome', ['check', '.'])) },
  unit: { title: 'Unit tests', needsChromium: false, run: () => vitest('node') },
  gpu: { title: 'GPU tests', needsChromium: true, run: () => vitest('gpu') },
  slow: { title: 'Slow e2e tests', needsChromium: true, run: () => playwright('slow') },
  endToEnd: { title: 'End-to-end tests', needsChromium: true, run: () => playwright('together', 'alone', ...large) },
};
/** One group after the other; the rows of a group at once, as compiling shaders leaves a core idle. */
const quickGroups = [[[stages.types]], [[stages.lint]], [[stages.unit]]];
const allGroups = [[[stages.types]], [[stages.lint]], [[stages.unit, stages.slow], [stages.gpu]], [[stages.endToEnd]]];

/** Prints `N passed, N failed` last; a type check, a lint, and a stage that dies without a count, count as one each. */
export async function run(args: string[]): Promise<number> {
  const { quick } = readArguments('npm run check -- [--quick]', args, { quick: { type: 'boolean' } });
  rmSync(reports, { recursive: true, force: true });
  mkdirSync(reports, { recursive: true });
  const lines: string[] = [];
  const sum: Count = { passed: 0, failed: 0, skipped: 0 };
  const runRow = async (row: readonly Stage[]) => {
    for (const stage of row) {
      const start = performance.now();
      const count = await runStage(stage);
      const seconds = ((performance.now() - start) / 1000).toFixed(0);
      lines.push(`${stage.title.padEnd(18)}${describe(count)} (${seconds} s)`);
      sum.passed += count.passed;
      sum.failed += count.failed;
      sum.skipped += count.skipped;
    }
  };
  for (const group of quick ? quickGroups : allGroups) {
    console.log(`\n── ${group.flatMap((row) => row.map(({ title }) => title)).join(', ')} ──`);
    await Promise.all(group.map(runRow));
  }
  console.log(`\n── Summary ──\n${lines.join('\n')}`);
  if (sum.skipped > 0) console.log(`skipped: ${sum.skipped}`);
  console.log(`${sum.passed} passed, ${sum.failed} failed`);
  return sum.failed === 0 ? 0 : 1;
}

let chromium: Promise<string> | null = null;

async function runStage(stage: Stage): Promise<Count> {
  try {
    // Rows run at once, and one of them installs it.
    if (stage.needsChromium) {
      chromium ??= requireChromium();
      await chromium;
    }
    return await stage.run();
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    return { passed: 0, failed: 1, skipped: 0 };
  }
}

function countStatus(status: number): Count {
  return status === 0 ? { passed: 1, failed: 0, skipped: 0 } : { passed: 0, failed: 1, skipped: 0 };
}

async function vitest(project: 'node' | 'gpu'): Promise<Count> {
  const report = `${reports}/${project}.json`;
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`];
  const status = await runTool('vitest', ['run', '--project', project, ...reporters]);
  return readVitestReport(report, status);
}

/** @param projects of e2e/playwright.config.ts */
async function playwright(...projects: string[]): Promise<Count> {
  await ensureBuilt();
  const report = `${reports}/e2e-${projects[0]}.json`;
  const args = ['test', '--config', 'e2e/playwright.config.ts', '--reporter', 'list,json', '--project', ...projects];
  const status = await runTool('playwright', args, { env: { PLAYWRIGHT_JSON_OUTPUT_FILE: report } });
  return readPlaywrightReport(report, status);
}

function describe({ passed, failed, skipped }: Count): string {
  return `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`;
}
