/**
 * @file `npm run bench`: how fast the lab is on this machine, beside stock TensorFlow.js in the same run.
 */
import { writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { resolve } from 'node:path';
import { readArguments, readChoice } from './arguments';
import { chromiumHost } from './bench/chromium-host';
import { kernelSuite } from './bench/kernels';
import { budgets } from './bench/race';
import { stepSuite } from './bench/step';
import { type Backend, formatSection, type SuiteOptions, type SuiteReport } from './bench/suite';
import { withLabPage } from './lab-page';

const usage = 'npm run bench -- --suite kernels|step|all [--backend webgpu|wasm] [--quick] [--json FILE]';

const suites: Readonly<Record<string, (options: SuiteOptions) => Promise<SuiteReport>>> = {
  kernels: kernelSuite,
  step: stepSuite,
};

export async function run(args: string[], userFolder: string): Promise<number> {
  const options = readArguments(usage, args, {
    suite: { type: 'string', default: 'step' },
    backend: { type: 'string', default: 'both' },
    quick: { type: 'boolean', default: false },
    json: { type: 'string' },
  });
  const chosen = readChoice('--suite', options.suite, [...Object.keys(suites), 'all']);
  const backend = readChoice('--backend', options.backend, ['webgpu', 'wasm', 'both'] as const);
  const backends: Backend[] = backend === 'both' ? ['webgpu', 'wasm'] : [backend];
  const machine = { cpu: cpus()[0]?.model ?? 'unknown', cores: cpus().length, node: process.versions.node };

  const reports = [];
  for (const suite of chosen === 'all' ? Object.keys(suites) : [chosen]) {
    const report = await withLabPage(async (page) => {
      const host = chromiumHost(page);
      const budget = options.quick ? budgets.quick : budgets.full;
      const progress = (line: string) => console.error(line);
      return {
        suite,
        host: host.version,
        ...(await suites[suite]({ host, backends, quick: options.quick, budget, progress })),
      };
    });
    reports.push(report);
    for (const section of report.sections) console.log(`${formatSection(section)}\n`);
    console.log(`${report.host}; ${machine.cpu}, ${machine.cores} cores; Node ${machine.node}`);
  }
  if (options.json !== undefined) {
    writeFileSync(resolve(userFolder, options.json), `${JSON.stringify({ machine, reports }, null, 1)}\n`);
  }
  return 0;
}
