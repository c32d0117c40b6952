/** @file Live numbers that the lesson and the terms are about: what is matched, and what the batch costs. */
import { useMemo } from 'react';
import { imageKey, type View } from '../../experiments';
import { type Anchors, makeTargets, type Targets, tutorialImages, tutorialModel } from '../../ssd';
import type { ImageLossTerms, ParameterInfo } from '../../worker';
import { type Answer, useAnswer } from '../inspection/answer';
import { anchorSpecOf, anchorsOf, draftsOf, useLookedAt, useSubject } from '../inspection/model';
import { useLab } from '../use-lab';

export interface Counts {
  anchors: number;
  objects: number;
  positives: number;
  /** Positives by the rule that made them so. */
  bipartite: number;
  tie: number;
  threshold: number;
}

function countsOf(anchors: Anchors, objects: number, { positives, rule }: Targets): Counts {
  const made = [0, 0, 0, 0];
  for (const by of rule) made[by]++;
  return { anchors: anchors.count, objects, positives, bipartite: made[1], tie: made[2], threshold: made[3] };
}

/** The matching of one of the tutorial's images, with its objects as the reader has drawn them. */
export function tutorialCounts(index: number, { drafts, iouThreshold }: Pick<View, 'drafts' | 'iouThreshold'>): Counts {
  const drawn = drafts[imageKey({ split: 'tutorial', index })];
  const { boxes, classIds } = drawn
    ? {
        boxes: Float32Array.from(drawn.flatMap(({ box }) => box)),
        classIds: Int32Array.from(drawn, (o) => o.classId),
      }
    : tutorialImages[index];
  const anchors = anchorsOf(tutorialModel);
  return countsOf(anchors, classIds.length, makeTargets(anchors, boxes, classIds, { iouThreshold }));
}

/** Of the tutorial's first and second image. */
export function useTutorialCounts(): readonly [Counts, Counts] {
  const { drafts, iouThreshold } = useLab(({ view }) => ({ drafts: view.drafts, iouThreshold: view.iouThreshold }));
  return useMemo(() => {
    const view = { drafts, iouThreshold };
    return [tutorialCounts(0, view), tutorialCounts(1, view)];
  }, [drafts, iouThreshold]);
}

/** The matching of the selected image; null until it is there. */
export function useSubjectCounts(): Counts | null {
  const { value: subject } = useSubject();
  const { config } = useLookedAt();
  const iouThreshold = useLab(({ view }) => view.iouThreshold);
  return useMemo(() => {
    if (subject === null) return null;
    const anchors = anchorsOf(anchorSpecOf(subject.ref, config));
    const boxes = Float32Array.from(subject.objects.flatMap(({ box }) => box));
    const classIds = Int32Array.from(subject.objects, ({ classId }) => classId);
    return countsOf(anchors, classIds.length, makeTargets(anchors, boxes, classIds, { iouThreshold }));
  }, [subject, config, iouThreshold]);
}

/** The loss of the batch, image by image, as the Loss panel shows it. */
export function useBatchTerms(): Answer<ImageLossTerms[]> {
  const { batch, drafts, predictions, iouThreshold, negativeRatio } = useLab((state) => state.view);
  const { config, weights, key, ready } = useLookedAt();
  const request = {
    images: batch,
    objects: draftsOf(batch, { drafts }),
    predictions,
    iouThreshold,
    negativeRatio,
  };
  const question = ready ? `batch terms ${key} ${JSON.stringify(request)}` : null;
  return useAnswer(question, (api) => api.batchLoss({ config, weights, ...request }));
}

/** The filter of the first predictor of the model as it begins, which has fans; null until the engine has said. */
export function useFirstPredictor(): (ParameterInfo & { fans: NonNullable<ParameterInfo['fans']> }) | null {
  const { config, key, ready } = useLookedAt();
  const question = ready ? `parameters ${key}` : null;
  const { value } = useAnswer(question, (api) => api.parameters({ config, weights: 'fresh' }));
  const found = value?.find(({ role, fans }) => role === 'predictor' && fans !== null);
  return found?.fans ? { ...found, fans: found.fans } : null;
}
