/**
 * @file One run: model, training loop and evaluation behind play, pause, step and stop.
 */
import { type EngineInfo, peakTensorBytes, resetPeak, tensorBytes } from '../engine';
import { VocEvaluator } from '../evaluation';
import type { RunConfig } from '../experiments';
import { checkMemory, modelSpecs, type Network } from '../model';
import {
  compileRun,
  type DetectedImage,
  detectBatch,
  evaluate,
  NonFiniteLossError,
  type StepLosses,
  type TrainedStep,
  Training,
} from '../training';
import type { BatchQueue } from './batch-queue';
import { buildNetwork } from './build-network';
import type { DataPool } from './data-pool';
import type {
  DetectionView,
  EvalPoint,
  LabEvent,
  Progress,
  RunInfo,
  RunRate,
  RunStatus,
  StepMetrics,
} from './protocol';
import type { Turns } from './turns';
import { yieldToMessages } from './yield-to-messages';

/** Val images shown with their detections while the model learns. */
const shownImages = 8;
/** Detections of an image below this are noise to the eye. */
const shownScore = 0.2;
/** Evaluation batches: large enough for the engine, small enough to stop quickly. */
const evalBatch = 16;
/** Milliseconds between two `steps` events. */
const reportEvery = 250;
/** Steps that the shown rates are taken over. */
const rateWindow = 20;

export interface SessionData {
  pool: DataPool;
  classes: readonly string[];
  trainImages: number;
  valImages: number;
}

let sessions = 0;

export class Session {
  /** Sessions of this worker so far. */
  readonly id = ++sessions;
  readonly info: RunInfo;
  readonly network: Network;
  readonly #config: RunConfig;
  readonly #data: SessionData;
  readonly #training: Training;
  readonly #emit: (event: LabEvent) => void;
  readonly #turns: Turns;
  readonly #batches: BatchQueue;
  #status: RunStatus = 'preparing';
  /** The step at which to pause; Infinity while playing. */
  #runUntil = 0;
  #wake: (() => void) | null = null;
  #stopped = false;
  #endStatus: 'finished' | 'failed' = 'finished';
  #abort = new AbortController();
  #unsent: TrainedStep[] = [];
  #reported: Promise<void> = Promise.resolve();
  #recent: TrainedStep[] = [];
  #lastReport = 0;
  #done: Promise<void> = Promise.resolve();

  /** Builds and checks the model. @throws EngineLimitError if a step at this batch does not fit the device */
  constructor(config: RunConfig, data: SessionData, engine: EngineInfo, turns: Turns, emit: (event: LabEvent) => void) {
    this.#config = config;
    this.#data = data;
    this.#emit = emit;
    this.#turns = turns;
    if (data.trainImages === 0) throw new Error('The train split has no images; choose a list that names some.');
    const spec = modelSpecs[config.model];
    this.network = buildNetwork(config, data.classes.length, emit);
    try {
      checkMemory(this.network, config.batch, engine.backend);
      this.#training = new Training(this.network, config);
    } catch (error) {
      this.network.dispose();
      throw error;
    }
    this.#batches = data.pool.trainingBatches(config, data.trainImages, spec.anchors);
    this.info = describeModel(this.network, data.trainImages / config.batch);
    resetPeak();
  }

  /** Begins to train, or waits for play, step or epoch. */
  begin(paused: boolean): void {
    this.#runUntil = paused ? 0 : Number.POSITIVE_INFINITY;
    this.#done = this.#drive();
  }

  play(): void {
    this.#resume(Number.POSITIVE_INFINITY);
  }

  pause(): void {
    this.#runUntil = this.#training.step;
  }

  step(): void {
    this.#resume(this.#training.step + 1);
  }

  epoch(): void {
    const { stepsPerEpoch } = this.info;
    this.#resume(Math.ceil((Math.floor(this.#training.step / stepsPerEpoch + 1e-9) + 1) * stepsPerEpoch - 1e-9));
  }

  /** Ends the run after the step under way; the model stays for inspection. */
  async stop(status: 'finished' | 'failed' = 'finished'): Promise<void> {
    this.#stopped = true;
    this.#endStatus = status;
    this.#abort.abort(new Error('The run was stopped.'));
    this.#wake?.();
    await this.#done;
  }

  setLearningRate(learningRate: number | null): void {
    this.#training.learningRateOverride = learningRate;
  }

  cancelEvaluation(): void {
    this.#abort.abort(new Error('The evaluation was cancelled.'));
    this.#abort = new AbortController();
  }

  /** Steps done. */
  get stepsDone(): number {
    return this.#training.step;
  }

  async dispose(): Promise<void> {
    await this.stop();
    await this.#turns.take(async () => {
      this.#training.dispose();
      this.network.dispose();
    });
  }

  /** VOC average precision on val under the present weights. */
  async evaluate(): Promise<EvalPoint> {
    const { pool, classes, valImages } = this.#data;
    const { signal } = this.#abort;
    const began = performance.now();
    const batches = pool.inOrder('val', valImages, evalBatch, this.network.spec.anchors);
    let done = 0;
    const onBatch = (images: readonly DetectedImage[]) => {
      done += images.length;
      const etaMs = ((performance.now() - began) / done) * (valImages - done);
      this.#progress({ task: 'Evaluating', done, total: valImages, etaMs, cancellable: true });
    };
    try {
      const { decoder } = this.#config;
      const report = await this.#turns.take(() =>
        evaluate(this.network, batches, classes, { decoder, signal, onBatch }),
      );
      const point = { step: this.#training.step, report, images: done, ms: performance.now() - began };
      this.#emit({ type: 'eval', point });
      return point;
    } finally {
      this.#progress(null);
    }
  }

  async #drive(): Promise<void> {
    try {
      await this.#compile();
      const showing = this.#show();
      this.#batches.prepare(this.#training.step + 1);
      await showing;
      const steps = this.#training.run((step) => this.#batches.take(step));
      while (!this.#stopped) {
        if (this.#training.step >= this.#runUntil) {
          await this.#rest();
          continue;
        }
        this.#setStatus('running');
        const { value, done } = await this.#turns.take(() => steps.next());
        if (done) break;
        this.#record(value);
        await this.#afterStep(value.step);
        await yieldToMessages();
      }
      await this.#settle();
      this.#setStatus(this.#endStatus);
    } catch (error) {
      await this.#report();
      this.#setStatus('failed');
      const step = error instanceof NonFiniteLossError ? error.step : this.#training.step + 1;
      const title = `Training stopped at step ${step}`;
      this.#emit({ type: 'failure', failure: { title, message: (error as Error).message } });
    }
  }

  async #compile(): Promise<void> {
    const { batch, decoder } = this.#config;
    const { valImages } = this.#data;
    const detected = [shownImages, evalBatch].map((count) => Math.min(count, valImages)).filter((count) => count > 0);
    try {
      const shapes = { batch, detected, detect: { decoder } };
      await this.#turns.take(() =>
        compileRun(this.#training, shapes, (done, total) => {
          if (total > 0) this.#progress({ task: 'Compiling kernels', done, total, etaMs: null, cancellable: false });
        }),
      );
    } finally {
      this.#progress(null);
    }
  }

  async #afterStep(step: number): Promise<void> {
    const { evalEvery, steps } = this.#config;
    const last = step === steps;
    const due = last || (evalEvery > 0 && step % evalEvery === 0);
    const showEvery = Math.max(1, Math.round((evalEvery || steps) / 5));
    if (due && this.#data.valImages > 0) {
      await this.#settle();
      this.#setStatus('evaluating');
      const { signal } = this.#abort;
      await this.evaluate().catch((error: unknown) => {
        if (!signal.aborted) throw error;
      });
    }
    if (due || step % showEvery === 0) await this.#show();
  }

  /** Sends the detections of a few val images. */
  async #show(): Promise<void> {
    const { pool, classes, valImages } = this.#data;
    const count = Math.min(shownImages, valImages);
    if (count === 0) return;
    const indices = Int32Array.from({ length: count }, (_, i) => i);
    const { anchors } = this.network.spec;
    const [batch, views] = await Promise.all([
      pool.batch({ split: 'val', indices, anchors, augment: null, seedWords: [] }),
      pool.first.views('val', indices, null),
    ]);
    if (batch.count === 0) return;
    const { decoder } = this.#config;
    const detections = await this.#turns.take(() => detectBatch(this.network, batch, { decoder }));
    const evaluator = new VocEvaluator(classes);
    const images = batch.ids.flatMap((id, i): DetectionView[] => {
      const view = views.find((candidate) => candidate.id === id);
      if (!view) return [];
      const { boxes, labels, difficult } = batch.originals[i];
      const found = detections[i];
      const matches = evaluator.process({ id, groundTruth: { boxes, classIds: labels, difficult }, detections: found });
      const shown = Array.from(found.scores, (score, d) => ({
        className: classes[found.classIds[d]],
        box: Array.from(found.boxes.subarray(d * 4, d * 4 + 4)) as [number, number, number, number],
        score,
        match: matches[d],
      })).filter(({ score }) => score >= shownScore);
      return [{ ...view, detections: shown }];
    });
    this.#emit({ type: 'detections', step: this.#training.step, images });
  }

  #record(trained: TrainedStep): void {
    this.#unsent.push(trained);
    this.#recent = [...this.#recent, trained].slice(-rateWindow);
    // Training goes on while the losses are read.
    if (performance.now() - this.#lastReport >= reportEvery) void this.#report();
  }

  /** Sends all steps that were not sent, once their losses are read; those without finite losses are left out. */
  #report(): Promise<void> {
    if (this.#unsent.length === 0) return this.#reported;
    const read = this.#unsent.map(async (trained) => metricsOf(trained, await trained.losses(), this.info));
    this.#unsent = [];
    this.#lastReport = performance.now();
    const before = this.#reported;
    this.#reported = Promise.allSettled(read).then(async (results) => {
      await before;
      const steps = results.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : []));
      if (steps.length > 0) this.#emit({ type: 'steps', steps, rate: this.#rate() });
    });
    return this.#reported;
  }

  /** Brings the page up to the last step. @throws NonFiniteLossError if one of the steps went wrong */
  async #settle(): Promise<void> {
    await this.#report();
    await this.#training.settle();
  }

  #rate(): RunRate {
    const mean = (of: (step: TrainedStep) => number) =>
      this.#recent.reduce((sum, step) => sum + of(step), 0) / this.#recent.length;
    const msPerStep = mean((step) => step.ms);
    const names = Object.keys(this.#recent[0].stages) as (keyof TrainedStep['stages'])[];
    return {
      msPerStep,
      imagesPerSecond: (1000 * this.#config.batch) / msPerStep,
      etaMs: msPerStep * (this.#config.steps - this.#training.step),
      stages: names.map((name) => ({ name, ms: mean((step) => step.stages[name]) })),
      tensorBytes: tensorBytes(),
      peakBytes: peakTensorBytes(),
    };
  }

  async #rest(): Promise<void> {
    await this.#settle();
    this.#setStatus('paused');
    await new Promise<void>((resolve) => {
      this.#wake = resolve;
    });
    this.#wake = null;
  }

  #resume(until: number): void {
    this.#runUntil = until;
    this.#wake?.();
  }

  #setStatus(status: RunStatus): void {
    if (this.#status === status) return;
    this.#status = status;
    this.#emit({ type: 'status', status });
  }

  #progress(progress: Progress | null): void {
    this.#emit({ type: 'progress', progress });
  }
}

function metricsOf(trained: TrainedStep, losses: StepLosses, { stepsPerEpoch }: RunInfo): StepMetrics {
  const { step, learningRate, ms, liveTensorsBefore, liveTensors } = trained;
  const { total, confidence, localization, positives, hardNegatives } = losses;
  const perImage = losses.perImage.map((image, i) => ({
    id: trained.ids[i],
    confidence: image.confidence,
    localization: image.localization,
    positives: image.positives,
  }));
  const counts = { positives, hardNegatives, perImage, ms, liveTensorsBefore, liveTensors };
  return { step, epoch: step / stepsPerEpoch, learningRate, confidence, localization, total, ...counts };
}

function describeModel(network: Network, stepsPerEpoch: number): RunInfo {
  const trainable = network.parameters.filter((parameter) => parameter.trainable);
  const layers = trainable.map(({ name, shape, value }) => ({ name, shape: [...shape], parameters: value.size }));
  const parameters = layers.reduce((sum, layer) => sum + layer.parameters, 0);
  return { parameters, anchors: network.anchors.count, stepsPerEpoch, layers };
}
