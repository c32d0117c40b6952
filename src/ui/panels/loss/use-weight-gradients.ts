/** @file The true gradient of all weights by each image alone: a backward pass an image, so it is measured when asked for. */
import { useState } from 'react';
import { useAnswer } from '../../inspection/answer';
import { isMoving } from '../../store/state';
import { useLab } from '../../use-lab';
import { useBatchLoss } from './use-batch-loss';

export interface WeightGradients {
  /** Norms, one an image, unnormalised; null unless they are those of the present weights and batch. */
  value: readonly number[] | null;
  busy: boolean;
  problem: string | null;
  /** Why they cannot be measured now; null if they can. */
  obstacle: string | null;
  measure(): void;
}

export function useWeightGradients(): WeightGradients {
  const { key, request, dummy } = useBatchLoss();
  const moving = useLab(({ status }) => isMoving(status));
  const [asked, setAsked] = useState<string | null>(null);
  const wanted = key !== null && asked === key;
  const { value, busy, problem } = useAnswer(wanted ? `weights ${key}` : null, (api) => api.weightGradients(request));
  const obstacle = dummy
    ? 'These predictions are numbers from a stream: no weights made them.'
    : moving
      ? 'Pause the run to measure the gradient of its weights.'
      : null;
  return {
    value: wanted && !busy ? value : null,
    busy: wanted && busy,
    problem,
    obstacle,
    measure: () => setAsked(key),
  };
}
