/**
 * @file `npm run bench`: runs the scenarios of a suite in a real Chromium and tells how long they take on this machine.
 */
import { writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { resolve } from 'node:path';
import type { Page } from 'playwright';
import { backendChoices } from '../experiments';
import type { LabEvent } from '../worker';
import { readArguments, readChoice } from './arguments';
import { type Scenario, suite, suiteNames } from './bench-suites';
import { withLabPage } from './lab-page';
import { quantile, RunRecorder } from './run-output';

const usage = 'npm run bench -- --suite step|data [--backend auto|webgpu|wasm|cpu] [--json FILE]';

interface Measurement {
  name: string;
  /** Such as "wasm (2 threads, SIMD)"; "data worker" without an engine. */
  device: string;
  unit: Scenario['unit'];
  samples: number;
  msMedian: number;
  /** The 10th and the 90th percentile. */
  msLow: number;
  msHigh: number;
  imagesPerSecond: number;
  /** Mean milliseconds by stage, warm-up included. */
  stages: Record<string, number>;
}

export async function run(args: string[], userFolder: string): Promise<number> {
  const options = readArguments(usage, args, {
    suite: { type: 'string', default: 'step' },
    backend: { type: 'string', default: 'auto' },
    json: { type: 'string' },
  });
  const name = readChoice('--suite', options.suite, suiteNames);
  const scenarios = suite(name, readChoice('--backend', options.backend, backendChoices));
  const machine = { cpu: cpus()[0]?.model ?? 'unknown', cores: cpus().length, node: process.versions.node };
  console.log(`suite ${name}; ${machine.cpu}, ${machine.cores} cores; Node ${machine.node}`);
  const results: Measurement[] = [];
  let chromium = '';
  for (const scenario of scenarios) {
    results.push(
      await withLabPage((page) => {
        chromium = page.context().browser()?.version() ?? 'unknown';
        return scenario.unit === 'step' ? measureSteps(page, scenario) : measureBatches(page, scenario);
      }),
    );
    printMeasurement(results[results.length - 1]);
  }
  console.log(`Chromium ${chromium}`);
  if (options.json !== undefined) {
    const report = { suite: name, machine: { ...machine, chromium }, results };
    writeFileSync(resolve(userFolder, options.json), `${JSON.stringify(report, null, 1)}\n`);
  }
  return 0;
}

async function measureSteps(page: Page, scenario: Scenario): Promise<Measurement> {
  const recorder = new RunRecorder(scenario.config);
  const times: number[] = [];
  await page.exposeFunction('reportLabEvent', (event: LabEvent) => {
    recorder.add(event);
    if (event.type === 'steps') times.push(...event.steps.map(({ ms }) => ms));
  });
  await page.evaluate((config) => labPage.train(config), scenario.config);
  const { backend, adapter, timing } = recorder.finish();
  return summarize(scenario, times, `${backend} (${adapter})`, timing.stages);
}

async function measureBatches(page: Page, scenario: Scenario): Promise<Measurement> {
  const { config, warmup, samples } = scenario;
  const times = await page.evaluate(([run, batches]) => labPage.prepareBatches(run, batches), [
    config,
    warmup + samples,
  ] as const);
  return summarize(scenario, times, 'data worker', {});
}

/** @param times milliseconds of every unit, the warm-up first */
function summarize(
  { name, unit, warmup, config }: Scenario,
  times: readonly number[],
  device: string,
  stages: Record<string, number>,
): Measurement {
  const measured = times.slice(warmup);
  const [msLow, msMedian, msHigh] = [0.1, 0.5, 0.9].map((fraction) => quantile(measured, fraction) ?? Number.NaN);
  const imagesPerSecond = (1000 * config.batch) / msMedian;
  return { name, device, unit, samples: measured.length, msMedian, msLow, msHigh, imagesPerSecond, stages };
}

function printMeasurement({
  name,
  device,
  unit,
  samples,
  msMedian,
  msLow,
  msHigh,
  imagesPerSecond,
  stages,
}: Measurement) {
  const spread = `${msLow.toFixed(1)} to ${msHigh.toFixed(1)} in 80% of ${samples}`;
  console.log(`${name} on ${device}`);
  console.log(`  ${msMedian.toFixed(1)} ms a ${unit} (${spread}), ${imagesPerSecond.toFixed(1)} images a second`);
  for (const [stage, ms] of Object.entries(stages)) console.log(`  ${stage.padEnd(12)}${ms.toFixed(2).padStart(9)} ms`);
}
