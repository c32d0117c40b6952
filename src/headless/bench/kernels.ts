/**
 * @file The kernel suite: every distinct convolution, forward and both gradients, own against stock in the same race.
 */
import type { ConvCase, Pass, Sample } from '../../bench';
import { firstLine } from './errors';
import type { BenchEngine } from './host';
import { caseLine, type KernelResult, type KernelRun, kernelSections, softwareMaxFlops } from './kernel-tables';
import { type Contender, race, speedRatio, timing } from './race';
import { type Backend, engineName, type SuiteOptions, type SuiteReport } from './suite';

/** Relative to the largest value; a kernel that differs more computes something else. */
const tolerance = 1e-3;

export async function kernelSuite(options: SuiteOptions): Promise<SuiteReport> {
  const runs: KernelRun[] = [];
  for (const backend of options.backends) runs.push(await measureBackend(backend, options));
  return { results: runs, sections: runs.flatMap(kernelSections) };
}

async function measureBackend(backend: Backend, options: SuiteOptions): Promise<KernelRun> {
  const { host, progress, quick, only } = options;
  const { engine, info } = await host.open(backend);
  progress(`kernels on ${engineName(info)}`);
  const single = info.threads > 1 ? (await host.open(backend, 1)).engine : null;
  const peak = await engine.preparePeak();
  const all = await engine.convCases(info.software ? softwareMaxFlops : undefined);
  const cases: KernelResult[] = [];
  const named = all.filter(({ group, layers }) => `${group} ${layers.join(' ')}`.includes(only));
  for (const entry of quick ? smallest(named) : named) {
    cases.push(await measureCase(entry, { engine, single, peak, options }));
    progress(`  ${caseLine(cases[cases.length - 1])}`);
  }
  await host.close(engine);
  if (single) await host.close(single);
  return { engine: info, peakMethod: peak.method, cases };
}

/** One case of each kind, the cheapest. */
function smallest(cases: readonly ConvCase[]): ConvCase[] {
  const groups = [...new Set(cases.map(({ group }) => group))];
  const cheapest = (members: readonly ConvCase[]) => members.reduce((a, b) => (b.flops < a.flops ? b : a));
  return groups.map((name) => cheapest(cases.filter(({ group }) => group === name)));
}

interface Setting {
  engine: BenchEngine;
  single: BenchEngine | null;
  peak: { id: number; flops: number };
  options: SuiteOptions;
}

async function measureCase(entry: ConvCase, { engine, single, peak, options }: Setting): Promise<KernelResult> {
  const { geometry } = entry;
  const contenders: Contender[] = [];
  const add = (from: BenchEngine, id: number) => contenders.push({ run: (repeats) => from.run(id, repeats) }) - 1;
  const peakLane = add(engine, peak.id);
  const lanes: { pass: Pass; own: number; stock: number | null; stockError: string | null }[] = [];
  const ids: number[] = [];
  for (const pass of entry.passes) {
    const own = await engine.prepare({ kind: 'conv', implementation: 'own', pass, geometry });
    ids.push(own);
    let stock: number | null = null;
    let stockError: string | null = null;
    try {
      stock = await engine.prepare({ kind: 'conv', implementation: 'stock', pass, geometry });
      ids.push(stock);
      await requireEqual(engine, own, stock, `${entry.layers[0]} ${pass}`);
    } catch (error) {
      if (error instanceof DifferentResult) throw error;
      stock = null;
      stockError = firstLine(error);
    }
    lanes.push({ pass, own: add(engine, own), stock: stock === null ? null : add(engine, stock), stockError });
  }
  const singleId = await single?.prepare({ kind: 'conv', implementation: 'own', pass: 'F', geometry });
  const singleLane = single && singleId !== undefined ? add(single, singleId) : null;

  const samples = await race(contenders, options.budget);

  await engine.release(...ids);
  if (single && singleId !== undefined) await single.release(singleId);
  const forward = samples[lanes[0].own];
  const peakOf = (own: Sample[]) => speedRatio(own, samples[peakLane]) * (entry.flops / peak.flops);
  const { passes: _, ...described } = entry;
  return {
    ...described,
    results: lanes.map(({ pass, own, stock, stockError }) => ({
      pass,
      own: timing(samples[own]),
      stock: stock === null ? null : timing(samples[stock]),
      stockError,
      ratio: stock === null ? null : speedRatio(samples[own], samples[stock]),
      peakShare: peakOf(samples[own]),
      ofForward: speedRatio(samples[own], forward),
    })),
    peakGflops: peak.flops / timing(samples[peakLane]).msMedian / 1e6,
    threadGain: singleLane === null ? null : speedRatio(forward, samples[singleLane]),
  };
}

class DifferentResult extends Error {}

/** @throws DifferentResult if own and stock do not compute the same */
async function requireEqual(engine: BenchEngine, own: number, stock: number, name: string): Promise<void> {
  const difference = await engine.difference(own, stock);
  if (difference < tolerance) return;
  throw new DifferentResult(`${name}: own and stock results differ by ${difference}; expected less than ${tolerance}`);
}
