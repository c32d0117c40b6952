/** @file Live numbers that the lesson and the terms are about: what is matched, and what the batch costs. */
import { useMemo } from 'react';
import { anchorSpecFor, imageKey, type View } from '../../experiments';
import { type Anchors, anchorSpecs, makeTargets, type Targets, tutorialImages, tutorialModel } from '../../ssd';
import type { ImageLossTerms, ParameterInfo } from '../../worker';
import { anchorsOf, useLookedAt, useSubject } from '../inspection/model';
import { useParameters, useStarts } from '../panels/init/starts';
import { useBatchLoss } from '../panels/loss/use-batch-loss';
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
  const anchors = anchorsOf(anchorSpecs[tutorialModel]);
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
    const anchors = anchorsOf(anchorSpecFor(subject.ref, config));
    const boxes = Float32Array.from(subject.objects.flatMap(({ box }) => box));
    const classIds = Int32Array.from(subject.objects, ({ classId }) => classId);
    return countsOf(anchors, classIds.length, makeTargets(anchors, boxes, classIds, { iouThreshold }));
  }, [subject, config, iouThreshold]);
}

/** The loss of the batch, image by image, as the Loss panel has it; null until it is known. */
export function useBatchTerms(): ImageLossTerms[] | null {
  return useBatchLoss().value;
}

type Filter = ParameterInfo & { fans: NonNullable<ParameterInfo['fans']> };

/** The filter of the first predictor of the model as it begins; null until the engine has said. */
export function useFirstPredictor(): Filter | null {
  const parameters = useParameters(useStarts().after).value;
  return parameters?.find((one): one is Filter => one.role === 'predictor' && one.fans !== null) ?? null;
}
