/**
 * @file What the kernel suite finds out, and its tables.
 */
import type { ConvCase, EngineInfo, Pass } from '../../bench';
import { quantile } from '../run-output';
import type { Timing } from './race';
import { digits, engineName, type Section, withSpread } from './suite';

/** Software WebGPU computes a stock filter gradient at 0.1 GFLOP/s: larger cases would take minutes each. */
export const softwareMaxFlops = 5e8;

export interface PassResult {
  pass: Pass;
  own: Timing;
  stock: Timing | null;
  /** Why stock TensorFlow.js has no time. */
  stockError: string | null;
  /** Stock time by own time. */
  ratio: number | null;
  /** Of the peak that was measured in the same rounds. */
  peakShare: number;
  /** Own forward time by this pass's time: 1 is as fast as forward. */
  ofForward: number;
}

export interface KernelResult extends Omit<ConvCase, 'passes'> {
  results: PassResult[];
  peakGflops: number;
  /** Forward with one thread by forward with all; null where there are no threads. */
  threadGain: number | null;
}

export interface KernelRun {
  engine: EngineInfo;
  peakMethod: string;
  cases: KernelResult[];
}

const gflops = (flops: number, ms: number) => flops / ms / 1e6;

function speed(flops: number, { msMedian, msLow, msHigh, samples }: Timing): string {
  return withSpread(gflops(flops, msMedian), gflops(flops, msHigh), gflops(flops, msLow), samples);
}

/** One line of progress. */
export function caseLine({ group, layers, flops, results }: KernelResult): string {
  const parts = results.map(({ pass, own, ratio }) => {
    const times = ratio === null ? '' : ` (${digits(ratio)}x)`;
    return `${pass} ${digits(gflops(flops, own.msMedian))}${times}`;
  });
  return `${group} ${layers[0]}: ${parts.join(', ')} GFLOP/s`;
}

/** A table for each group of cases; the last one says what all come to. */
export function kernelSections({ engine, peakMethod, cases }: KernelRun): Section[] {
  const groups = [...new Set(cases.map(({ group }) => group))];
  const peak =
    quantile(
      cases.map(({ peakGflops }) => peakGflops),
      0.5,
    ) ?? Number.NaN;
  return groups.map((group, i) => {
    const members = cases.filter((entry) => entry.group === group);
    const threads = members.some(({ threadGain }) => threadGain !== null);
    const last = i === groups.length - 1;
    return {
      title: `Convolutions of ${group} on ${engineName(engine)}`,
      notes: [
        `GFLOP/s of the lab's kernels, median and spread; x: times as fast as stock TensorFlow.js in the same rounds; ` +
          `%: of the peak, ${digits(peak)} GFLOP/s (${peakMethod}). Operations are counted as a plain convolution does ` +
          'them; one that does with fewer (Winograd) can pass the peak.',
        ...cutNote(members),
        ...stockNotes(members),
      ],
      columns: [
        'layer',
        'input',
        'filter',
        ...['F', 'dX', 'dW'].flatMap((pass) => [pass, 'x', '%']),
        ...(threads ? ['threads'] : []),
      ],
      rows: members.map((member) => kernelRow(member, threads)),
      summary: last ? kernelSummary(cases, engine) : [],
    };
  });
}

function kernelRow({ layers, geometry: g, cutFrom, flops, results, threadGain }: KernelResult, threads: boolean) {
  const more = layers.length > 1 ? ` +${layers.length - 1}` : '';
  const details = [
    `${g.filterHeight}x${g.filterWidth}x${g.outChannels}`,
    g.stride === 1 ? '' : ` /${g.stride}`,
    g.dilation === 1 ? '' : ` dilated ${g.dilation}`,
  ];
  const cells = (['F', 'dX', 'dW'] as const).flatMap((pass) => {
    const result = results.find((candidate) => candidate.pass === pass);
    if (!result) return ['', '', ''];
    return [
      speed(flops, result.own),
      result.ratio === null ? '-' : digits(result.ratio),
      (100 * result.peakShare).toFixed(0),
    ];
  });
  return [
    layers[0] + more,
    `${[g.batch, g.inHeight, g.inWidth, g.inChannels].join('x')}${cutFrom === null ? '' : '*'}`,
    details.join(''),
    ...cells,
    ...(threads ? [threadGain === null ? '' : digits(threadGain)] : []),
  ];
}

function cutNote(cases: readonly KernelResult[]): string[] {
  if (cases.every(({ cutFrom }) => cutFrom === null)) return [];
  const limit = `${digits(softwareMaxFlops / 1e9)} GFLOP`;
  return [`*: the upper rows of the map only, so that a pass takes at most ${limit} on this slow device.`];
}

function stockNotes(cases: readonly KernelResult[]): string[] {
  const errors = new Set(cases.flatMap(({ results }) => results.flatMap(({ stockError }) => stockError ?? [])));
  return [...errors].map((error) => `-: ${error}.`);
}

/** Medians over the cases, and the weakest. */
function kernelSummary(cases: readonly KernelResult[], { backend }: EngineInfo): string[] {
  const all = cases.flatMap(({ group, layers, results }) =>
    results.map((result) => ({ ...result, name: `${result.pass} of ${group} ${layers[0]}`, group })),
  );
  const lines: string[] = [];
  const compared = all.filter(({ ratio }) => ratio !== null) as (PassResult & { ratio: number; name: string })[];
  if (compared.length > 0) {
    const medians = (['F', 'dX', 'dW'] as const).flatMap((pass) => {
      const ratios = compared.filter((result) => result.pass === pass).map(({ ratio }) => ratio);
      return ratios.length === 0 ? [] : [`${pass} ${digits(quantile(ratios, 0.5) as number)}`];
    });
    const worst = compared.reduce((a, b) => (b.ratio < a.ratio ? b : a));
    lines.push(
      `Own over stock, median over all cases: ${medians.join(', ')}; the smallest is ${digits(worst.ratio)} (${worst.name}).`,
    );
  }
  if (backend !== 'wasm') return lines;
  const gradients = all.filter(({ pass, group }) => pass !== 'F' && group === 'ssd_96_lab');
  if (gradients.length > 0) {
    const slowest = gradients.reduce((a, b) => (b.ofForward < a.ofForward ? b : a));
    lines.push(
      `Gradients of ssd_96_lab against the same layer's forward: the slowest has ${digits(slowest.ofForward)} of its speed (${slowest.name}).`,
    );
  }
  const gains = cases.flatMap(({ threadGain }) => threadGain ?? []);
  if (gains.length > 0) {
    const [least, median] = [0, 0.5].map((fraction) => digits(quantile(gains, fraction) as number));
    lines.push(`Forward with all threads over one thread: median ${median}, least ${least}.`);
  }
  return lines;
}
