/** @file The loss of the batch on show, term by term, and what its images are called. */
import { useMemo } from 'react';
import { imageKey, sameImage } from '../../../experiments';
import { vocClasses } from '../../../ssd';
import type { ImageLossTerms, LossRequest } from '../../../worker';
import { type Answer, useAnswer } from '../../inspection/answer';
import { draftsOf, isTutorial, useLookedAt } from '../../inspection/model';
import { useLab } from '../../use-lab';

export interface BatchLoss extends Answer<ImageLossTerms[]> {
  /** Equal keys mean equal losses; null while nothing can be asked. */
  key: string | null;
  request: LossRequest;
  /** Predictions are numbers from a stream, and no network made them. */
  dummy: boolean;
  /** By class id. */
  classNames: readonly string[];
}

/** Several components may ask: one answer serves all. */
export function useBatchLoss(): BatchLoss {
  const { view, data } = useLab(({ view, data }) => ({ view, data }));
  const { config, weights, key: model, ready } = useLookedAt();
  const { batch, predictions, iouThreshold, negativeRatio } = view;
  const tutorial = isTutorial(batch[0]);
  const dummy = tutorial && predictions !== 'model';
  const objects = draftsOf(batch, view);
  const request = { config, weights, images: batch, predictions, objects, iouThreshold, negativeRatio };
  const matching = [batch.map(imageKey), objects, iouThreshold, negativeRatio, tutorial && predictions];
  const key = ready ? `loss ${dummy ? '' : model} ${data?.name} ${JSON.stringify(matching)}` : null;
  const answer = useAnswer(key, (api) => api.batchLoss(request));
  return { ...answer, key, request, dummy, classNames: tutorial ? vocClasses : (data?.classes ?? []) };
}

/** "Image 2", by its place in the batch. */
export function imageName(position: number): string {
  return `Image ${position + 1}`;
}

/** Place of the selected image in what was answered; the first where none of it is selected. */
export function useSelected(images: readonly Pick<ImageLossTerms, 'ref'>[]): number {
  const image = useLab(({ view }) => view.image);
  return useMemo(
    () =>
      Math.max(
        0,
        images.findIndex(({ ref }) => sameImage(ref, image)),
      ),
    [images, image],
  );
}
