/**
 * @file The startup suite: how long a visitor waits for the page, and a run for its first step.
 */
import type { Page } from 'playwright';
import { defaultRunConfig, type ModelId } from '../../experiments';
import { type Timing, timing } from './race';
import { type Backend, engineName, type Section, type SuiteOptions, type SuiteReport, withSpread } from './suite';

interface LoadResult {
  /** From the start of the navigation to the first content. */
  paint: Timing;
  /** To the moment when the Train button can be pressed. */
  interactive: Timing;
}

interface FirstStepResult {
  engine: string;
  /** Opening the back end. */
  open: Timing;
  /** The first step where every kernel is compiled when it is first called. */
  serial: Timing;
  /** Compiling all kernels in parallel, and the first step after it. */
  parallel: Timing;
  /** The step after the first. */
  second: Timing;
}

export async function startupSuite(options: SuiteOptions, page: Page): Promise<SuiteReport> {
  const repeats = options.quick ? 1 : 5;
  options.progress('loading the page');
  const load = await measureLoading(page, repeats);
  const model = options.quick ? 'ssd_64_smoke' : 'ssd_96_lab';
  const steps: FirstStepResult[] = [];
  for (const backend of options.backends) {
    options.progress(`first step on ${backend}`);
    steps.push(await measureFirstStep(backend, model, repeats, options));
  }
  return { results: { load, steps }, sections: [loadSection(load), firstStepSection(model, steps)] };
}

/** Each time in a context of its own, with an empty cache. */
async function measureLoading(page: Page, repeats: number): Promise<LoadResult> {
  const browser = page.context().browser();
  if (!browser) throw new Error('startup: the page has no browser; expected one of a launched Chromium');
  const times: { paint: number; interactive: number }[] = [];
  for (let i = 0; i < repeats; i++) {
    const context = await browser.newContext();
    const visitor = await context.newPage();
    await visitor.goto(new URL('/', page.url()).href);
    await visitor.getByTestId('train-button').and(visitor.locator(':enabled')).first().waitFor();
    times.push(
      await visitor.evaluate(() => ({
        paint: performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? Number.NaN,
        interactive: performance.now(),
      })),
    );
    await context.close();
  }
  const of = (name: 'paint' | 'interactive') => timing(times.map((entry) => ({ ms: entry[name] })));
  return { paint: of('paint'), interactive: of('interactive') };
}

/** Each time in a worker of its own, with a device of its own; serial and parallel take turns. */
async function measureFirstStep(
  backend: Backend,
  model: ModelId,
  repeats: number,
  { host }: SuiteOptions,
): Promise<FirstStepResult> {
  const plan = defaultRunConfig(model);
  const times = { open: [], serial: [], parallel: [], second: [] } as Record<string, { ms: number }[]>;
  let name: string = backend;
  for (let i = 0; i < 2 * repeats; i++) {
    const began = performance.now();
    const { engine, info } = await host.open(backend);
    times.open.push({ ms: performance.now() - began });
    name = engineName(info);
    const id = await engine.prepare({ kind: 'step', implementation: 'own', model, batch: plan.batch, plan });
    const compiling = i % 2 === 0 ? 0 : await engine.compile(id);
    const { ms } = await engine.run(id, 1);
    times[i % 2 === 0 ? 'serial' : 'parallel'].push({ ms: compiling + ms });
    times.second.push(await engine.run(id, 1));
    await host.close(engine);
  }
  const [open, serial, parallel, second] = [times.open, times.serial, times.parallel, times.second].map(timing);
  return { engine: name, open, serial, parallel, second };
}

function cell({ msMedian, msLow, msHigh, samples }: Timing): string {
  return withSpread(msMedian, msLow, msHigh, samples);
}

function loadSection({ paint, interactive }: LoadResult): Section {
  return {
    title: 'Loading the page',
    notes: ['Milliseconds from the start of the navigation, with an empty cache, from a server on the same machine.'],
    columns: ['until', 'ms'],
    rows: [
      ['first content', cell(paint)],
      ['the Train button can be pressed', cell(interactive)],
    ],
    summary: [],
  };
}

function firstStepSection(model: ModelId, results: readonly FirstStepResult[]): Section {
  return {
    title: `The first step of ${model}`,
    notes: [
      'Milliseconds, median and spread. Serial: every kernel is compiled when it is first called; parallel: all are ' +
        'compiled ahead at once, which is part of the figure. WASM has nothing to compile.',
    ],
    columns: ['engine', 'opening it', 'first step, serial', 'first step, parallel', 'second step'],
    rows: results.map(({ engine, ...times }) => [
      engine,
      ...[times.open, times.serial, times.parallel, times.second].map(cell),
    ]),
    summary: [],
  };
}
