/** @file Ways to go on with a run that left the finite numbers, the likeliest to help first. */
import type { RunConfig } from '../../../../experiments';
import { blamesImage, calmNorm, type FaultReport, short } from '../../../../ssd';

export interface WayOn {
  label: string;
  /** The setting that changes. */
  path: string;
  value: unknown;
}

export function waysOn(report: FaultReport, { optimizer, exclude }: RunConfig): WayOn[] {
  const present = report.overridden ? report.learningRate : optimizer.learningRate;
  const slower = (label: string, divisor: number): WayOn => ({
    label: `${label} of the learning rate`,
    path: 'optimizer.learningRate',
    value: Number((present / divisor).toPrecision(3)),
  });
  const rates = [slower('A tenth', 10), slower('Half', 2)];
  const norm = optimizer.clipNorm === null ? calmNorm(report) : optimizer.clipNorm / 10;
  const clip = { label: `Clip gradients to norm ${short(norm)}`, path: 'optimizer.clipNorm', value: norm };
  const without =
    report.image !== null && blamesImage(report)
      ? [{ label: `Leave out ${report.image.id}`, path: 'exclude', value: [...exclude, report.image.id] }]
      : [];
  return [...without, ...(report.cause === 'activations' ? [clip, ...rates] : [...rates, clip])];
}
