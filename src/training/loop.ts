/**
 * @file The training loop as an async generator: it yields after every step and does nothing until asked for the next,
 * so that pausing is not asking. Every batch is a function of its step number: a run resumes anywhere.
 */
import { dispose, finishQueue, liveTensors, Repeated } from '../engine';
import type { Network } from '../model';
import { readWeights, type Weights, writeWeights } from '../model';
import { LossRing } from './loss-ring';
import { checkFinite, checkWeights, type StepLosses, summarize } from './losses';
import { Optimizer, type OptimizerSpec, type OptimizerState } from './optimizer';
import { learningRateAt, type Schedule } from './schedule';
import {
  DeviceBatch,
  type MicroBatch,
  microBatches,
  type Stage,
  stopwatch,
  type TrainingBatch,
  trainStep,
} from './step';

/** Steps that may be queued at a time: while a GPU computes one, the next is recorded. */
const stepsInFlight = 2;

export interface TrainingPlan {
  steps: number;
  optimizer: OptimizerSpec & { learningRate: number; schedule: Schedule; clipNorm: number | null };
  normalization: 'batch' | 'sample';
  sampleScale: 'sum' | 'mean';
  /** Micro-batches of a step, whose gradients are summed. */
  accumulate: number;
}

export interface TrainedStep {
  /** Counted from 1. */
  step: number;
  learningRate: number;
  /** Of the batch's images. */
  ids: readonly string[];
  /** Of the batch itself: equal digests, equal batches. */
  digest: number;
  /**
   * Reads the losses, with those of all other steps that were not read. A GPU must finish the step first, so a loop that
   * trains on reads now and then.
   *
   * @throws NonFiniteLossError if they are not finite numbers
   */
  losses(): Promise<StepLosses>;
  /** Wall time with all waits, without pauses. On a GPU it may run up to a step behind the work. */
  ms: number;
  /** `wait` is for data, `queue` for the device to finish earlier steps. */
  stages: Record<Stage | 'wait' | 'queue', number>;
  /** Tensors alive as the step began, and now; a step leaves none behind. */
  liveTensorsBefore: number;
  liveTensors: number;
}

/** All that a run needs to go on exactly as if it had never stopped, on the CPU. */
export interface Checkpoint {
  step: number;
  learningRateOverride: number | null;
  weights: Weights;
  optimizer: OptimizerState;
}

export class Training {
  readonly network: Network;
  readonly plan: TrainingPlan;
  /** Replaces the scheduled learning rate from the next step on. */
  learningRateOverride: number | null = null;
  readonly #optimizer: Optimizer;
  readonly #ring = new LossRing();
  /** What a step trains on, a part for each micro-batch. */
  #parts: { batch: DeviceBatch; gradientScale: number }[] = [];
  #watch = stopwatch();
  readonly #repeated = new Repeated(() => this.#work());
  #step = 0;
  /** By step. */
  readonly #learningRates: number[] = [];
  /** Resolves when the losses of the last step were read and checked. */
  #checked: Promise<void> = Promise.resolve();
  /** What reads have found; a restored checkpoint begins a new record, so that a late read cannot spoil it. */
  #health: { fault: Error | null } = { fault: null };

  constructor(network: Network, plan: TrainingPlan) {
    this.network = network;
    this.plan = plan;
    this.#optimizer = new Optimizer(plan.optimizer, network.parameters);
  }

  /** Steps done. */
  get step(): number {
    return this.#step;
  }

  /**
   * Trains to the end of the plan. When a step is yielded the weights are those after it, and no later work is queued.
   *
   * @param batchOf the batch of a step; it is asked for one step at a time, in order
   * @throws NonFiniteLossError as soon as a read finds one, or whatever batchOf throws; the network stays usable
   */
  async *run(batchOf: (step: number) => Promise<TrainingBatch>): AsyncGenerator<TrainedStep, void> {
    const { plan } = this;
    const inFlight: Promise<void>[] = [];
    while (this.#step < plan.steps) {
      if (this.#health.fault) throw this.#health.fault;
      const step = this.#step + 1;
      const began = performance.now();
      if (inFlight.length === stepsInFlight) await inFlight.shift();
      const ready = performance.now();
      const batch = await batchOf(step);
      const wait = performance.now() - ready;
      const parts = microBatches(batch, this.#options);
      this.#reserve(batch.count, parts);
      const liveTensorsBefore = liveTensors();
      const learningRate = this.#learningRate(step);
      this.#learningRates[step] = learningRate;
      const stages = this.#train(parts, step, learningRate);
      this.#step = step;
      const losses = this.#keep(batch.ids, step);
      inFlight.push(finishQueue());
      const reading = performance.now();
      if (this.#ring.full) await this.settle();
      const ended = performance.now();
      const times = { ms: ended - began, stages: { wait, ...stages, queue: ready - began + ended - reading } };
      const { ids, digest } = batch;
      yield { step, learningRate, ids, digest, losses, ...times, liveTensorsBefore, liveTensors: liveTensors() };
    }
    await this.settle();
    await this.#finiteWeights();
  }

  /** That a step of this session was trained with, whatever the schedule says. */
  learningRateOf(step: number): number {
    return this.#learningRates[step];
  }

  /**
   * Calls the kernels of one step on a batch of zeros. For `compileAhead` only: elsewhere it would change the weights.
   *
   * @param count images of a batch
   */
  rehearse(count: number): void {
    const { anchors, spec } = this.network;
    const size = spec.anchors.inputSize;
    const batch = {
      images: new Float32Array(count * size * size * 3),
      classTargets: new Int32Array(count * anchors.count),
      boxTargets: new Float32Array(count * anchors.count * 4),
      ids: [],
      digest: 0,
      size,
      count,
    };
    this.#reserve(count, microBatches(batch, this.#options));
    this.#work();
  }

  /** Reads and checks the losses of all steps so far. @throws NonFiniteLossError of the first that is not finite */
  async settle(): Promise<void> {
    this.#ring.read();
    await this.#checked;
    if (this.#health.fault) throw this.#health.fault;
  }

  /** @throws NonFiniteLossError if a step before it went wrong: then there is nothing worth keeping */
  async checkpoint(): Promise<Checkpoint> {
    await this.settle();
    return {
      step: this.#step,
      learningRateOverride: this.learningRateOverride,
      weights: await this.#finiteWeights(),
      optimizer: await this.#optimizer.state(),
    };
  }

  /** A weight that is not finite also ends the run. @throws NonFiniteLossError that names it */
  async #finiteWeights(): Promise<Weights> {
    const weights = await readWeights(this.network);
    try {
      checkWeights(weights, this.#step);
    } catch (error) {
      this.#health.fault ??= error as Error;
      throw error;
    }
    return weights;
  }

  /** Goes back (or on) to a checkpoint of the same model and optimizer. @throws RangeError if it is of another */
  restore(checkpoint: Checkpoint): void {
    writeWeights(this.network, checkpoint.weights);
    this.#optimizer.restore(checkpoint.optimizer);
    this.#ring.read();
    this.#health = { fault: null };
    this.#step = checkpoint.step;
    this.learningRateOverride = checkpoint.learningRateOverride;
  }

  /** Frees the optimizer's buffers; the network is its owner's. */
  dispose(): void {
    this.#repeated.dispose();
    for (const { batch } of this.#parts) batch.dispose();
    this.#parts = [];
    this.#ring.dispose();
    this.#optimizer.dispose();
  }

  /** Makes room on the device for batches like this one. */
  #reserve(count: number, parts: readonly MicroBatch[]): void {
    this.#ring.reserve(count);
    const fits = parts.length === this.#parts.length && parts.every((part, i) => this.#parts[i].batch.fits(part));
    if (fits) return;
    for (const part of this.#parts) part.batch.dispose();
    this.#parts = parts.map((part) => ({ batch: new DeviceBatch(part), gradientScale: part.gradientScale }));
  }

  /** Queues a step. @returns milliseconds by stage */
  #train(parts: readonly MicroBatch[], step: number, learningRate: number): Record<Stage, number> {
    this.#watch = stopwatch();
    for (const [i, part] of parts.entries()) {
      this.#parts[i].batch.write(part);
      this.#parts[i].gradientScale = part.gradientScale;
    }
    this.#optimizer.schedule(learningRate, step);
    this.#ring.place();
    this.#watch.lap('upload');
    // The share that a micro-batch has of the positives is another at every step.
    if (this.#parts.length > 1) this.#work();
    else if (this.#repeated.run()) this.#watch.lap('replay');
    return this.#watch.laps;
  }

  #work(): void {
    const sums = trainStep(this.network, this.#optimizer, this.#parts, this.#options, this.#watch.lap);
    this.#ring.store(sums);
    dispose(sums);
  }

  get #options() {
    const { normalization, sampleScale, accumulate, optimizer } = this.plan;
    return { normalization, sampleScale, accumulate, clipNorm: optimizer.clipNorm };
  }

  #learningRate(step: number): number {
    const { optimizer, steps } = this.plan;
    return this.learningRateOverride ?? learningRateAt(optimizer.schedule, optimizer.learningRate, step, steps);
  }

  /** @returns the `losses` of the step that was queued last */
  #keep(ids: readonly string[], step: number): () => Promise<StepLosses> {
    const losses = this.#ring.keep().then((values) => {
      const summary = summarize(values, this.plan);
      checkFinite(summary, ids, step, this.#step);
      return summary;
    });
    const health = this.#health;
    this.#checked = losses.then(
      () => {},
      (error: Error) => {
        health.fault ??= error;
      },
    );
    return () => {
      this.#ring.read();
      return losses;
    };
  }
}
