/**
 * @file An experiment: a comparison that was asked for, and its runs in the queue.
 */
import type { ComparePlan } from './compare';

/** `paused` by the reader; the queue goes on with the next experiment. */
export type ExperimentStatus = 'queued' | 'paused' | 'finished' | 'cancelled';

export interface Experiment {
  id: string;
  name: string;
  /** ISO 8601. */
  created: string;
  plan: ComparePlan;
  status: ExperimentStatus;
  /** The run of each arm under each seed; runs of one seed train in lock-step. */
  runs: { arm: string; seed: number; run: string }[];
}
