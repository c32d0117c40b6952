/**
 * @file The training loop as an async generator: it yields after every step and does nothing until asked for the next,
 * so that pausing is not asking. Every batch is a function of its step number: a run resumes anywhere.
 */
import { liveTensors } from '../engine';
import type { Network } from '../model';
import { readWeights, type Weights, writeWeights } from '../model';
import { Optimizer, type OptimizerSpec, type OptimizerState } from './optimizer';
import { learningRateAt, type Schedule } from './schedule';
import { type Stage, type StepLosses, type TrainingBatch, trainStep } from './step';

export interface TrainingPlan {
  steps: number;
  optimizer: OptimizerSpec & { learningRate: number; schedule: Schedule; clipNorm: number | null };
  normalization: 'batch' | 'sample';
  sampleScale: 'sum' | 'mean';
}

export interface TrainedStep {
  /** Counted from 1. */
  step: number;
  learningRate: number;
  losses: StepLosses;
  /** Wall time with the wait for data, without pauses. */
  ms: number;
  stages: Record<Stage | 'wait', number>;
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
  #step = 0;

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
   * Trains to the end of the plan.
   *
   * @param batchOf the batch of a step; it is asked for one step at a time, in order
   * @throws NonFiniteLossError, or whatever batchOf throws; the network stays usable
   */
  async *run(batchOf: (step: number) => Promise<TrainingBatch>): AsyncGenerator<TrainedStep, void> {
    const { plan, network } = this;
    while (this.#step < plan.steps) {
      const step = this.#step + 1;
      const began = performance.now();
      const liveTensorsBefore = liveTensors();
      const batch = await batchOf(step);
      const wait = performance.now() - began;
      const learningRate =
        this.learningRateOverride ??
        learningRateAt(plan.optimizer.schedule, plan.optimizer.learningRate, step, plan.steps);
      const { normalization, sampleScale } = plan;
      const options = { step, learningRate, normalization, sampleScale, clipNorm: plan.optimizer.clipNorm };
      const { losses, stages } = await trainStep(network, this.#optimizer, batch, options);
      this.#step = step;
      const ms = performance.now() - began;
      const alive = { liveTensorsBefore, liveTensors: liveTensors() };
      yield { step, learningRate, losses, ms, stages: { wait, ...stages }, ...alive };
    }
  }

  async checkpoint(): Promise<Checkpoint> {
    return {
      step: this.#step,
      learningRateOverride: this.learningRateOverride,
      weights: await readWeights(this.network),
      optimizer: await this.#optimizer.state(),
    };
  }

  /** Goes back (or on) to a checkpoint of the same model and optimizer. @throws RangeError if it is of another */
  restore(checkpoint: Checkpoint): void {
    writeWeights(this.network, checkpoint.weights);
    this.#optimizer.restore(checkpoint.optimizer);
    this.#step = checkpoint.step;
    this.learningRateOverride = checkpoint.learningRateOverride;
  }

  /** Frees the optimizer's buffers; the network is its owner's. */
  dispose(): void {
    this.#optimizer.dispose();
  }
}
