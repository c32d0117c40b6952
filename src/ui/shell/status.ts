/** @file The states of a run, in words. */
import type { RunStatus } from '../../worker';

export const statusNames: Record<RunStatus, string> = {
  idle: 'Ready',
  preparing: 'Preparing',
  running: 'Training',
  evaluating: 'Evaluating',
  paused: 'Paused',
  finished: 'Finished',
  failed: 'Failed',
};
