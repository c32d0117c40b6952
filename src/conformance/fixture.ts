/** @file How the fixtures write tensors, boxes and anchors down. */
import { type AnchorSpec, type Anchors, anchorSpecs, anchorsFromCenters, generateAnchors } from '../ssd';
import { type Comparison, fixtureNumber } from './comparison';
import type { Subject } from './subject';

/** A check of one case of a fixture file. It throws, or leaves differences in the comparison, if the case fails. */
export interface ConformanceCase {
  id: string;
  check: (comparison: Comparison, subject: Subject) => void | Promise<void>;
}

/** A layout of anchors as a fixture gives it. */
export interface AnchorConfig {
  input?: number;
  maps: (number | [number, number])[];
  steps: number[];
  sizes: number[];
  ratios: number[][];
}

export type CaseAnchors = { config: AnchorConfig } | { explicit_center: number[][] };

export function anchorSpec(config: AnchorConfig): AnchorSpec {
  const { input, maps, steps, sizes, ratios } = config;
  return { inputSize: input ?? 0, maps, steps, sizes, ratios };
}

/** @throws Error if the case gives its anchors in an unknown form */
export function caseAnchors(anchors: CaseAnchors): Anchors {
  if ('config' in anchors) return generateAnchors(anchorSpec(anchors.config));
  if ('explicit_center' in anchors) return anchorsFromCenters(floats(anchors.explicit_center));
  throw new Error(`anchors have the keys ${Object.keys(anchors)}; expected config or explicit_center`);
}

/** The anchors of a model by the fixtures' name for it, with or without its data set. @throws Error if it is unknown */
export function modelAnchors(model: string): Anchors {
  const spec = modelSpec(model);
  if (spec === null) throw new Error(`model is ${model}; expected one of ${Object.keys(anchorSpecs)}`);
  return generateAnchors(spec);
}

export function modelSpec(model: string): AnchorSpec | null {
  const name = model.replace(/_voc$/, '');
  return Object.entries(anchorSpecs).find(([id]) => id === name)?.[1] ?? null;
}

/** Nested rows of fixture numbers, flat. */
export function floats(rows: unknown): Float32Array {
  return Float32Array.from([rows].flat(Number.POSITIVE_INFINITY), (value) => {
    const number = fixtureNumber(value);
    if (number === null) throw new Error(`found ${JSON.stringify(value)}; expected a number`);
    return number;
  });
}

/** A flat tensor as rows of `width`. */
export function toRows(values: Float32Array, width: number): Float32Array[] {
  return Array.from({ length: values.length / width }, (_, i) => values.subarray(i * width, (i + 1) * width));
}

/** @throws Error if a case has a parameter that its check does not know, so that none is passed over in silence */
export function refuseUnknown(params: object, known: readonly string[]): void {
  const unknown = Object.keys(params).filter((key) => !known.includes(key));
  if (unknown.length > 0) throw new Error(`unknown parameters ${unknown}; expected only ${known}`);
}
