/** @file What a session works with: the data, and the worker around it. */
import type { EngineInfo } from '../engine';
import type { Network } from '../model';
import type { CheckpointKeeper } from './checkpoints';
import type { DataPool } from './data-pool';
import type { LabEvent, RunRequest } from './protocol';
import type { Turns } from './turns';

export interface SessionData {
  pool: DataPool;
  classes: readonly string[];
  trainImages: number;
  valImages: number;
}

export interface SessionHost {
  engine: EngineInfo;
  turns: Turns;
  emit(event: LabEvent): void;
  /** Keeps the weights of a run that ended. @returns whether they could be kept */
  keepWeights(run: RunRequest, network: Network): Promise<boolean>;
  checkpoints: CheckpointKeeper;
}
