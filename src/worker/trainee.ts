/**
 * @file One model in training, for one run or for several that differ in the decoder alone, and what it tells of itself.
 */
import { type EngineInfo, peakTensorBytes, tensorBytes } from '../engine';
import { type ImageMatch, VocEvaluator } from '../evaluation';
import type { RunConfig } from '../experiments';
import type { Network } from '../model';
import {
  compileRun,
  type DetectionBatch,
  type Detector,
  detectBatch,
  encodeCheckpoint,
  NonFiniteLossError,
  type StepLosses,
  type TrainedStep,
  Training,
  type TrainingBatch,
} from '../training';
import { buildNetwork } from './build-network';
import type { DecodedCheckpoint } from './checkpoints';
import { requireMemory } from './memory';
import type {
  DetectionView,
  EvalPoint,
  LabEvent,
  RunInfo,
  RunRate,
  RunRequest,
  SampleView,
  StepMetrics,
} from './protocol';

/** Detections of an image below this are noise to the eye. */
const shownScore = 0.2;
/** Milliseconds between two `steps` events. */
const reportEvery = 250;
/** Steps that the shown rates are taken over. */
const rateWindow = 20;

/** How it ended, and the message of what ended it early. */
export interface End {
  status: 'finished' | 'stopped' | 'failed';
  error: string | null;
  /** The step that failed, or the last. */
  step: number;
}

export interface TraineeSetting {
  classes: readonly string[];
  trainImages: number;
  engine: EngineInfo;
  /** Models that are trained in turns, this one included. */
  trainees: number;
  batchOf(step: number): Promise<TrainingBatch>;
  emit(event: LabEvent): void;
}

export class Trainee {
  readonly runs: readonly RunRequest[];
  readonly network: Network;
  readonly training: Training;
  readonly info: RunInfo;
  readonly classes: readonly string[];
  end: End | null = null;
  readonly #steps: AsyncGenerator<TrainedStep, void>;
  readonly #emit: (event: LabEvent) => void;
  readonly #trainees: number;
  #unsent: TrainedStep[] = [];
  #reported: Promise<void> = Promise.resolve();
  #recent: TrainedStep[] = [];
  #lastReport = 0;
  /** What was told since the last checkpoint, and before that since the one before it. */
  #told: LabEvent[][] = [[], []];

  /**
   * Builds and checks the model.
   *
   * @param runs at least one; equal configurations but for the decoder
   * @throws StepLimitError if a step at this batch does not fit the device
   */
  constructor(runs: readonly RunRequest[], setting: TraineeSetting) {
    const { classes, trainImages, engine, trainees, batchOf, emit } = setting;
    this.runs = runs;
    this.classes = classes;
    this.#emit = (event) => {
      this.#told[0].push(event);
      emit(event);
    };
    this.#trainees = trainees;
    this.network = buildNetwork(this.config, classes.length, emit);
    try {
      requireMemory(this.network, this.config, engine.backend, trainees);
      this.training = new Training(this.network, this.config);
    } catch (error) {
      this.network.dispose();
      throw error;
    }
    this.#steps = this.training.run(batchOf);
    this.info = describeModel(this.network, trainImages / this.config.batch);
  }

  /** Of all its runs, but for the decoder. */
  get config(): RunConfig {
    return this.runs[0].config;
  }

  /** One way to detect for each run. */
  get detector(): Detector {
    return { network: this.network, ways: this.runs.map(({ config }) => ({ decoder: config.decoder })) };
  }

  /** @param detected images of the batches that will be detected */
  compile(detected: readonly number[], onProgress: (done: number, total: number) => void): Promise<void> {
    const { ways } = this.detector;
    return compileRun(this.training, { batch: this.config.batch, detected, ways }, onProgress);
  }

  /**
   * All that a run needs to go on as if it had never stopped, and what was told since the last checkpoint but one: a page
   * that is closed may not have kept the newest of it.
   */
  async checkpoint(): Promise<Uint8Array<ArrayBuffer>> {
    await this.report();
    const checkpoint = await this.training.checkpoint();
    const told = this.#told.toReversed().flat();
    this.#told = [[], this.#told[0]];
    return encodeCheckpoint(checkpoint, JSON.stringify(told));
  }

  /** Goes on from a checkpoint, and tells again what it holds. @throws RangeError if it is of another model or optimizer */
  restore({ checkpoint, note }: DecodedCheckpoint): void {
    this.training.restore(checkpoint);
    for (const event of JSON.parse(note) as LabEvent[]) this.#emit(event);
  }

  /** Tells how every run of it scores. */
  tell(point: (run: number) => EvalPoint): void {
    for (const [r, { id }] of this.runs.entries()) this.#emit({ type: 'eval', run: id, point: point(r) });
  }

  /** Trains a step. @returns false at the end of the plan @throws NonFiniteLossError, or what the data throws */
  async next(): Promise<boolean> {
    const { value, done } = await this.#steps.next();
    if (done) return false;
    this.#unsent.push(value);
    this.#recent = [...this.#recent, value].slice(-rateWindow);
    // Training goes on while the losses are read.
    if (performance.now() - this.#lastReport >= reportEvery) void this.report();
    return true;
  }

  /** Sends all steps that were not sent, once their losses are read; those without finite losses are left out. */
  report(): Promise<void> {
    if (this.#unsent.length === 0) return this.#reported;
    const read = this.#unsent.map(async (trained) => metricsOf(trained, await trained.losses(), this.info));
    this.#unsent = [];
    this.#lastReport = performance.now();
    const before = this.#reported;
    this.#reported = Promise.allSettled(read).then(async (results) => {
      await before;
      const steps = results.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : []));
      if (steps.length === 0) return;
      const rate = this.#rate();
      for (const { id } of this.runs) this.#emit({ type: 'steps', run: id, steps, rate });
    });
    return this.#reported;
  }

  /** Brings the page up to the last step. @throws NonFiniteLossError if one of the steps went wrong */
  async settle(): Promise<void> {
    await this.report();
    await this.training.settle();
  }

  /** Detects in a few val images. @returns an entry a run, without the images' pixels */
  async detect(batch: DetectionBatch): Promise<ShownDetections[]> {
    const found = await detectBatch(this.network, batch, this.detector.ways);
    return this.runs.map(({ id }, r) => {
      const evaluator = new VocEvaluator(this.classes);
      const images = batch.originals.map(({ boxes, labels, difficult }, i) => {
        const detections = found[r][i];
        const groundTruth = { boxes, classIds: labels, difficult };
        const matches = evaluator.process({ id: batch.ids[i], groundTruth, detections });
        return { id: batch.ids[i], detections: this.#shown(detections, matches) };
      });
      return { run: id, images };
    });
  }

  #shown(
    found: Awaited<ReturnType<typeof detectBatch>>[number][number],
    matches: ImageMatch,
  ): DetectionView['detections'] {
    return Array.from(found.scores, (score, d) => ({
      className: this.classes[found.classIds[d]],
      box: Array.from(found.boxes.subarray(d * 4, d * 4 + 4)) as [number, number, number, number],
      score,
      match: matches[d],
    })).filter(({ score }) => score >= shownScore);
  }

  /** It trains no more; the model stays. */
  async finish(status: 'finished' | 'stopped'): Promise<void> {
    await this.settle();
    this.end = { status, error: null, step: this.training.step };
  }

  async fail(error: Error): Promise<void> {
    await this.report();
    const step = error instanceof NonFiniteLossError ? error.step : this.training.step + 1;
    this.end = { status: 'failed', error: error.message, step };
  }

  dispose(): void {
    this.training.dispose();
    this.network.dispose();
  }

  #rate(): RunRate {
    const mean = (of: (step: TrainedStep) => number) =>
      this.#recent.reduce((sum, step) => sum + of(step), 0) / this.#recent.length;
    const msPerStep = mean((step) => step.ms);
    const names = Object.keys(this.#recent[0].stages) as (keyof TrainedStep['stages'])[];
    return {
      msPerStep,
      imagesPerSecond: (1000 * this.config.batch) / msPerStep,
      etaMs: msPerStep * this.#trainees * (this.config.steps - this.training.step),
      stages: names.map((name) => ({ name, ms: mean((step) => step.stages[name]) })),
      tensorBytes: tensorBytes(),
      peakBytes: peakTensorBytes(),
    };
  }
}

export interface ShownDetections {
  run: string;
  images: { id: string; detections: DetectionView['detections'] }[];
}

/** Puts detections on the images they are of; an image that could not be shown is left out. */
export function onViews({ images }: ShownDetections, views: readonly SampleView[]): DetectionView[] {
  return images.flatMap(({ id, detections }) => {
    const view = views.find((candidate) => candidate.id === id);
    return view === undefined ? [] : [{ ...view, detections }];
  });
}

function metricsOf(trained: TrainedStep, losses: StepLosses, { stepsPerEpoch }: RunInfo): StepMetrics {
  const { step, learningRate, digest, ms, liveTensorsBefore, liveTensors } = trained;
  const { total, confidence, localization, positives, hardNegatives } = losses;
  const perImage = losses.perImage.map((image, i) => ({
    id: trained.ids[i],
    confidence: image.confidence,
    localization: image.localization,
    positives: image.positives,
  }));
  const counts = { positives, hardNegatives, perImage, batch: digest, ms, liveTensorsBefore, liveTensors };
  return { step, epoch: step / stepsPerEpoch, learningRate, confidence, localization, total, ...counts };
}

function describeModel(network: Network, stepsPerEpoch: number): RunInfo {
  const trainable = network.parameters.filter((parameter) => parameter.trainable);
  const layers = trainable.map(({ name, shape, value }) => ({ name, shape: [...shape], parameters: value.size }));
  const parameters = layers.reduce((sum, layer) => sum + layer.parameters, 0);
  return { resumedFrom: 0, parameters, anchors: network.anchors.count, stepsPerEpoch, layers };
}
