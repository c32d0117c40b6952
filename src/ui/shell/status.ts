/** @file Where the lab stands, in a word or two. */
import type { RunStatus } from '../../worker';
import type { LabState } from '../store/state';

const names: Record<RunStatus, string> = {
  idle: 'Ready',
  preparing: 'Preparing',
  running: 'Training',
  evaluating: 'Evaluating',
  paused: 'Paused',
  finished: 'Finished',
  failed: 'Failed',
};

/** The state of the run; without one, what is still missing for it. */
export function standingOf(state: Pick<LabState, 'status' | 'engine' | 'engineOpening' | 'dataStatus'>): string {
  const { status, engine, engineOpening, dataStatus } = state;
  if (status !== 'idle') return names[status];
  if (dataStatus === 'loading' || engineOpening) return 'Getting ready';
  if (engine === null) return 'No engine';
  return dataStatus === 'ready' ? names.idle : 'No data';
}
