/**
 * @file `npm run bench`: how fast the lab is on this machine, beside stock TensorFlow.js in the same run.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { resolve } from 'node:path';
import type { Page } from 'playwright';
import { readArguments, readChoice } from './arguments';
import { chromiumHost } from './bench/chromium-host';
import { dataSuite } from './bench/data';
import { dawnHost } from './bench/dawn-host';
import { detectSuite } from './bench/detect';
import { kernelSuite } from './bench/kernels';
import { matchingSuite } from './bench/matching';
import { memorySuite } from './bench/memory';
import { budgets } from './bench/race';
import { type BenchRun, runLine, writeReport } from './bench/report';
import { runsSuite } from './bench/runs';
import { startupSuite } from './bench/startup';
import { stepSuite } from './bench/step';
import { type Backend, formatSection, type SuiteOptions, type SuiteReport } from './bench/suite';
import { CommandError } from './command-error';
import { withLabPage } from './lab-page';

const usage =
  'npm run bench -- --suite kernels|step|detect|data|memory|startup|matching|runs|all [--backend webgpu|wasm] [--only TEXT] ' +
  '[--host chromium|dawn] [--torch PYTHON] [--quick] [--json FILE] [--report]';

type Suite<Arguments extends unknown[]> = (options: SuiteOptions, ...args: Arguments) => Promise<SuiteReport>;

/** These need engines only, so that Dawn runs them too; the others need a browser. */
const engineSuites: Readonly<Record<string, Suite<[]>>> = {
  kernels: kernelSuite,
  step: stepSuite,
  detect: detectSuite,
  memory: memorySuite,
};
const pageSuites: Readonly<Record<string, Suite<[Page]>>> = {
  data: dataSuite,
  startup: startupSuite,
  matching: matchingSuite,
  runs: runsSuite,
};
const suiteNames = [...Object.keys(engineSuites), ...Object.keys(pageSuites)];

export async function run(args: string[], userFolder: string): Promise<number> {
  const options = readArguments(usage, args, {
    suite: { type: 'string', default: 'step' },
    backend: { type: 'string' },
    only: { type: 'string', default: '' },
    host: { type: 'string', default: 'chromium' },
    torch: { type: 'string' },
    quick: { type: 'boolean', default: false },
    json: { type: 'string' },
    report: { type: 'boolean', default: false },
  });
  const suite = readChoice('--suite', options.suite, [...suiteNames, 'all']);
  const dawn = readChoice('--host', options.host, ['chromium', 'dawn'] as const) === 'dawn';
  const wanted = suite !== 'all' ? [suite] : dawn ? Object.keys(engineSuites) : suiteNames;
  const settings = {
    backends: chooseBackends(options.backend, dawn),
    only: options.only,
    quick: options.quick,
    torch: options.torch,
    budget: options.quick ? budgets.quick : budgets.full,
    progress: (line: string) => console.error(line),
  };
  if (dawn && suite in pageSuites) throw new CommandError(`--host dawn: the suite ${suite} needs a browser`);

  const runs: BenchRun[] = [];
  for (const name of wanted) {
    const { host, report } = dawn ? await runOnDawn(name, settings) : await runInChromium(name, settings);
    const words = [`--suite ${name}`, ...wordsOf(options)];
    runs.push({ suite: name, options: words.join(' '), host, machine: describeMachine(), date: today(), ...report });
    const last = runs[runs.length - 1];
    console.log([...last.sections.map(formatSection), runLine(last)].join('\n\n'));
  }
  if (options.json !== undefined)
    writeFileSync(resolve(userFolder, options.json), `${JSON.stringify(runs, null, 1)}\n`);
  if (options.report) writeReport(runs);
  return 0;
}

type Settings = Omit<SuiteOptions, 'host'>;

function chooseBackends(given: string | undefined, dawn: boolean): Backend[] {
  if (given !== undefined) return [readChoice('--backend', given, ['webgpu', 'wasm'] as const)];
  return dawn ? ['webgpu'] : ['webgpu', 'wasm'];
}

/** Every suite in a browser of its own: what one leaves in memory or in caches does not reach the next. */
function runInChromium(name: string, settings: Settings): Promise<{ host: string; report: SuiteReport }> {
  return withLabPage(async (page) => {
    const host = chromiumHost(page);
    const options = { ...settings, host };
    const report = name in pageSuites ? pageSuites[name](options, page) : engineSuites[name](options);
    return { host: host.version, report: await report };
  });
}

async function runOnDawn(name: string, settings: Settings): Promise<{ host: string; report: SuiteReport }> {
  const host = await dawnHost();
  return { host: host.version, report: await engineSuites[name]({ ...settings, host }) };
}

/** The options that decide what is measured, as they would be typed. */
function wordsOf(options: Pick<Settings, 'only' | 'quick' | 'torch'> & { backend?: string | undefined; host: string }) {
  const { backend, only, host, torch, quick } = options;
  return [
    ...(backend === undefined ? [] : [`--backend ${backend}`]),
    ...(only === '' ? [] : [`--only ${/\s/.test(only) ? JSON.stringify(only) : only}`]),
    ...(host === 'chromium' ? [] : [`--host ${host}`]),
    ...(torch === undefined ? [] : [`--torch ${torch}`]),
    ...(quick ? ['--quick'] : []),
  ];
}

function describeMachine(): BenchRun['machine'] {
  const { version } = JSON.parse(readFileSync('node_modules/@tensorflow/tfjs-core/package.json', 'utf8'));
  const cpu = cpus()[0]?.model ?? 'unknown processor';
  return { cpu, cores: cpus().length, node: process.versions.node, tfjs: version };
}

function today(): string {
  return new Date().toISOString().slice(0, 10);
}
