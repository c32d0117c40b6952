/**
 * @file The result of a headless run, gathered from the worker's events, so that a run that dies leaves what it had.
 */
import { type Decoder, type RunConfig, type StepColumns, stepColumns } from '../experiments';
import type {
  DecoderComparison,
  EngineInfo,
  EvalPoint,
  Finding,
  LabEvent,
  Rejection,
  SplitSummary,
  StepMetrics,
} from '../worker';

/** A step, with all that the curves of a kept run hold; a mean over several steps has no batch. */
export type LossPoint = Omit<Record<keyof StepColumns, number>, 'batch'> & { batch?: number };

export interface RunOutput {
  config: RunConfig;
  backend: EngineInfo['backend'] | null;
  adapter: string | null;
  data: {
    trainImages: number;
    valImages: number;
    /** Of a split of sprite scenes that were not all counted, an estimate from those that were. */
    trainObjects: number;
    valObjects: number;
    rejected: Rejection[];
    /** All that was found in VOC files, the rejections among it. */
    findings: Finding[];
  } | null;
  losses: LossPoint[];
  evals: {
    step: number;
    map07: number | null;
    map12: number | null;
    perClass: Record<string, { ap07: number | null; ap12: number | null }>;
  }[];
  /** The final weights under both decoders, where arms of a comparison share a training. */
  decoders?: Record<Decoder, RunOutput['evals'][number]>;
  timing: {
    /** The median leaves out what compiling adds to the first steps; the images a second are those of that median. */
    stepMsMedian: number | null;
    imagesPerSecond: number | null;
    /** Mean milliseconds a step by stage, over the whole run. */
    stages: Record<string, number>;
  };
  memory: {
    /** Live tensors before the first step and after the last. */
    tensorsBefore: number | null;
    tensorsAfter: number | null;
    peakBytes: number;
  };
  /** Why the run ended early. */
  error?: string;
}

/** Gathers the events of one run. */
export class RunRecorder {
  readonly #output: RunOutput;
  readonly #steps: StepMetrics[] = [];

  constructor(config: RunConfig) {
    this.#output = {
      config,
      backend: null,
      adapter: null,
      data: null,
      losses: [],
      evals: [],
      timing: { stepMsMedian: null, imagesPerSecond: null, stages: {} },
      memory: { tensorsBefore: null, tensorsAfter: null, peakBytes: 0 },
    };
  }

  add(event: LabEvent): void {
    const output = this.#output;
    if (event.type === 'engine') {
      output.backend = event.engine.backend;
      output.adapter = event.engine.adapter;
    }
    if (event.type === 'data') {
      const { train, val, rejected, findings } = event.data;
      const images = { trainImages: train.images, valImages: val.images };
      const objects = { trainObjects: estimateObjects(train), valObjects: estimateObjects(val) };
      output.data = { ...images, ...objects, rejected, findings };
    }
    if (event.type === 'eval') output.evals.push(summarizeEval(event.point));
    if (event.type === 'steps') this.#addSteps(event);
  }

  addDecoders({ decoders }: DecoderComparison): void {
    const { steps } = this.#output.config;
    const summary = (decoder: Decoder) => summarizeEval({ step: steps, report: decoders[decoder].report });
    this.#output.decoders = { 'per-class': summary('per-class'), argmax: summary('argmax') };
  }

  /** The result so far. @param error why the run ended early */
  finish(error?: string): RunOutput {
    const stepMsMedian = quantile(
      this.#steps.map(({ ms }) => ms),
      0.5,
    );
    const imagesPerSecond = stepMsMedian && (1000 * this.#output.config.batch) / stepMsMedian;
    return {
      ...this.#output,
      timing: { ...this.#output.timing, stepMsMedian, imagesPerSecond },
      ...(error !== undefined && { error }),
    };
  }

  #addSteps({ steps, rate }: Extract<LabEvent, { type: 'steps' }>): void {
    const { losses, timing, memory } = this.#output;
    for (const step of steps) losses.push(pick(step));
    const before = this.#steps.length;
    this.#steps.push(...steps);
    for (const { name, ms } of rate.stages) {
      const mean = timing.stages[name] ?? 0;
      timing.stages[name] = (mean * before + ms * steps.length) / this.#steps.length;
    }
    memory.tensorsBefore ??= steps[0].liveTensorsBefore;
    memory.tensorsAfter = steps[steps.length - 1].liveTensors;
    memory.peakBytes = Math.max(memory.peakBytes, rate.peakBytes);
  }
}

function pick(metrics: StepMetrics): LossPoint {
  return Object.fromEntries(stepColumns.map((key) => [key, metrics[key]])) as unknown as LossPoint;
}

function estimateObjects({ images, counted, objects }: SplitSummary): number {
  return counted === 0 ? 0 : Math.round((objects * images) / counted);
}

function summarizeEval({ step, report }: Pick<EvalPoint, 'step' | 'report'>): RunOutput['evals'][number] {
  const perClass = report.perClass.map(({ className, ap07, ap12 }) => [className, { ap07, ap12 }] as const);
  return { step, map07: report.map07, map12: report.map12, perClass: Object.fromEntries(perClass) };
}

/** The value below which a fraction of the values lies, linear between neighbours; null of none. */
export function quantile(values: readonly number[], fraction: number): number | null {
  if (values.length === 0) return null;
  const sorted = values.toSorted((a, b) => a - b);
  const position = (sorted.length - 1) * fraction;
  const below = sorted[Math.floor(position)];
  return below + (sorted[Math.ceil(position)] - below) * (position % 1);
}
