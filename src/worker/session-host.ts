/** @file What a session works with: the data, and the worker around it. */
import type { EngineInfo } from '../engine';
import type { Network } from '../model';
import type { CheckpointKeeper } from './checkpoints';
import type { DataPool } from './data-pool';
import type { LabEvent, RunRequest } from './protocol';
import type { End } from './trainee';
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

/** Keeps the weights of a run and tells of its end. */
export async function endRun(
  { keepWeights, checkpoints, emit }: SessionHost,
  run: RunRequest,
  network: Network,
  { status, error }: End,
): Promise<void> {
  const weights = status !== 'failed' && (await keepWeights(run, network));
  // One that failed or was stopped may go on from its checkpoint, and so may one whose end is not kept.
  if (status === 'finished' && weights) await checkpoints.remove(run.id).catch(() => {});
  if (status !== 'failed' && !weights) {
    emit({
      type: 'not-kept',
      message: 'The weights of the run could not be kept; they are gone once the page is closed.',
    });
  }
  emit({ type: 'run-ended', run: run.id, status, error, weights });
}
