/** @file What two runs came to, metric by metric, and which direction of each is better. */
import type { RunSummary } from '../../../../experiments';
import { count, loss, metric } from '../../../format';
import type { Direction } from '../differ';

export interface Metric {
  key: keyof RunSummary;
  label: string;
  better: Direction | null;
  print(value: number): string;
}

export const metrics: readonly Metric[] = [
  { key: 'map07', label: 'mAP, VOC07', better: 'higher', print: metric },
  { key: 'map12', label: 'mAP, VOC12', better: 'higher', print: metric },
  { key: 'bestMap07', label: 'Best mAP, VOC07', better: 'higher', print: metric },
  { key: 'confidence', label: 'Confidence loss', better: 'lower', print: loss },
  { key: 'localization', label: 'Localization loss', better: 'lower', print: loss },
  { key: 'msPerStep', label: 'Time of a step', better: 'lower', print: (ms) => `${ms.toFixed(1)} ms` },
  { key: 'step', label: 'Steps', better: null, print: count },
];

export interface StatRow extends Metric {
  values: [a: number | null, b: number | null];
  /** B - A; null if either is unknown. */
  difference: number | null;
}

export function statRows(a: RunSummary, b: RunSummary): StatRow[] {
  return metrics.map((metric) => {
    const values: [number | null, number | null] = [a[metric.key] as number | null, b[metric.key] as number | null];
    return { ...metric, values, difference: values[0] === null || values[1] === null ? null : values[1] - values[0] };
  });
}
