/** @file The experiment whose verdict is shown: the chosen one, or the newest. */
import type { Experiment } from '../../../../experiments';
import { useLab } from '../../../use-lab';

export function useExperiment(): Experiment | null {
  return useLab(({ comparison: { experiments, experiment } }) => {
    return experiments.find(({ id }) => id === experiment) ?? experiments[0] ?? null;
  });
}
