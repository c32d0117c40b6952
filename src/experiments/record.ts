/**
 * @file A run as it is kept: what was asked, where it ran, and what came of it. Plain values, fit for storage and JSON.
 */
import type { RunConfig } from './config';

/** `stopped` is by hand; `interrupted` is by a closed page: its last steps are lost, and a queue trains it anew. */
export type RecordStatus = 'queued' | 'running' | 'finished' | 'stopped' | 'failed' | 'interrupted';

/** What a table of runs shows; the curves are kept apart from it, and read when they are looked at. */
export interface RunRecord {
  /** Unique everywhere and for ever. */
  id: string;
  name: string;
  tags: string[];
  /** ISO 8601. */
  created: string;
  status: RecordStatus;
  /** Why it failed. */
  error: string | null;
  config: RunConfig;
  /** The experiment that the run belongs to, and its arm there. */
  experiment: { id: string; arm: string } | null;
  /** Null before it began. */
  environment: RunEnvironment | null;
  data: RunData | null;
  summary: RunSummary;
  /** The step that the run can go on from if it did not end; null if there is none. */
  checkpoint: number | null;
  /** ISO 8601, while a deletion can be undone. */
  deleted: string | null;
}

/** What beside the configuration decides the numbers: the same seed gives the same bits where all of this is the same. */
export interface RunEnvironment {
  backend: 'webgpu' | 'wasm' | 'cpu';
  adapter: string;
  /** Null, as the two below, if a result of the headless command does not say. */
  threads: number | null;
  /** Of the browser. */
  userAgent: string | null;
  /** Of the lab and of TensorFlow.js. */
  versions: { lab: string; tfjs: string } | null;
}

export interface RunData {
  kind: 'sprites' | 'voc';
  name: string;
  classes: string[];
  trainImages: number;
  valImages: number;
  /** Of VOC files: what tells them from others, and how they were repaired. */
  set?: { id: string; repairs: Readonly<Record<string, string>> };
}

export interface RunSummary {
  /** Steps done. */
  step: number;
  /** Mean of the last 100 steps, per positive. */
  confidence: number | null;
  localization: number | null;
  /** Of the last evaluation. */
  map07: number | null;
  map12: number | null;
  /** Of all evaluations. */
  bestMap07: number | null;
  /** Median. */
  msPerStep: number | null;
  /** The weights after the last step are kept. */
  weights: boolean;
}

/** What was measured at each step, one array a quantity, all of one length but for the {@link optionalColumns}. */
export interface StepColumns {
  /** Ascending from 1; a thinned curve leaves steps out. */
  step: number[];
  total: number[];
  confidence: number[];
  localization: number[];
  learningRate: number[];
  positives: number[];
  ms: number[];
  /** Digest of the batch, 32 bits: runs of a pair see equal ones. */
  batch: number[];
}

export const stepColumns = [
  'step',
  'total',
  'confidence',
  'localization',
  'learningRate',
  'positives',
  'ms',
  'batch',
] as const satisfies readonly (keyof StepColumns)[];

/** Empty where they were not recorded, as in a result of the headless command that has the losses alone. */
export const optionalColumns: readonly (keyof StepColumns)[] = ['learningRate', 'positives', 'ms', 'batch'];

export interface EvalSummary {
  step: number;
  map07: number | null;
  map12: number | null;
  perClass: Record<string, { ap07: number | null; ap12: number | null }>;
}

export interface RunCurves {
  steps: StepColumns;
  evals: EvalSummary[];
}

/** What a run detected in the same few val images at a step: a frame of the time-lapse. */
export interface Snapshot {
  step: number;
  /** One a picture, in their order. By descending score. */
  detections: SnapshotDetection[][];
}

export interface SnapshotDetection {
  className: string;
  /** Corner form, pixels of the picture. */
  box: [number, number, number, number];
  score: number;
  match: 'true-positive' | 'false-positive' | 'ignored';
}

/** An image that a run's snapshots are of, with its ground truth. */
export interface Picture {
  id: string;
  width: number;
  height: number;
  objects: { className: string; box: [number, number, number, number]; difficult: boolean }[];
  image: Blob;
}

/** All that is kept of a run; weights are the bytes that `encodeWeights` of the worker made. */
export interface StoredRun {
  record: RunRecord;
  curves: RunCurves;
  snapshots: Snapshot[];
  pictures: Picture[];
  weights: Uint8Array | null;
}

export function noCurves(): RunCurves {
  const steps = Object.fromEntries(stepColumns.map((name) => [name, []])) as unknown as StepColumns;
  return { steps, evals: [] };
}

export const noSummary: RunSummary = {
  step: 0,
  confidence: null,
  localization: null,
  map07: null,
  map12: null,
  bestMap07: null,
  msPerStep: null,
  weights: false,
};

/** A record of a run that has not begun. */
export function newRecord(
  config: RunConfig,
  {
    id,
    name,
    created,
    experiment = null,
    data = null,
  }: Pick<RunRecord, 'id' | 'name' | 'created'> & Partial<RunRecord>,
): RunRecord {
  return {
    id,
    name,
    tags: [],
    created,
    status: 'queued',
    error: null,
    config,
    experiment,
    environment: null,
    data,
    summary: noSummary,
    checkpoint: null,
    deleted: null,
  };
}

const recentSteps = 100;

/** The summary that curves lead to. @param weights whether the weights are kept */
export function summarizeCurves({ steps, evals }: RunCurves, weights: boolean): RunSummary {
  const recent = (values: readonly number[]) => {
    const last = values.slice(-recentSteps);
    return last.length === 0 ? null : last.reduce((sum, value) => sum + value, 0) / last.length;
  };
  const last = evals.at(-1);
  const scores = evals.flatMap(({ map07 }) => (map07 === null ? [] : [map07]));
  const times = steps.ms.toSorted((a, b) => a - b);
  return {
    step: steps.step.at(-1) ?? 0,
    confidence: recent(steps.confidence),
    localization: recent(steps.localization),
    map07: last?.map07 ?? null,
    map12: last?.map12 ?? null,
    bestMap07: scores.length === 0 ? null : Math.max(...scores),
    msPerStep: times.length === 0 ? null : times[times.length >> 1],
    weights,
  };
}
