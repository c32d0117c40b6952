/** @file The shown image under the matching, as the stage and the inspector both see it. */
import { useMemo } from 'react';
import { anchorSpecFor, imageKey, type RunConfig } from '../../../experiments';
import { type AnchorSpec, type Anchors, type Targets, vocClasses } from '../../../ssd';
import { useAnswer } from '../../inspection/answer';
import { anchorsOf, isTutorial, type Subject, useLookedAt, useSubject } from '../../inspection/model';
import { useLab } from '../../use-lab';
import { hardnessOf, matchImage, mineImage } from './matched';
import { rememberLast } from './remember';
import { type MatchSummary, summarize } from './summary';

export interface Matching {
  subject: Subject;
  spec: AnchorSpec;
  anchors: Anchors;
  targets: Targets;
  summary: MatchSummary;
  /** Class names by id. */
  classNames: readonly string[];
  /** Logits of the shown image, f32[A, K], with the cross-entropy against background; null until they are known. */
  predicted: { logits: Float32Array; classes: number; crossEntropy: Float32Array } | null;
  /** u8[A], 1 for a hard negative; null until the logits are known. */
  hard: Uint8Array | null;
  /** Why there are no logits. */
  predictionProblem: string | null;
  iouThreshold: number;
  negativeRatio: number;
  /** What is selected, if the image and the anchors have it. */
  object: number | null;
  anchor: number | null;
}

export interface MatchingState {
  matching: Matching | null;
  /** Why the image cannot be shown. */
  problem: string | null;
}

const summaryOf = rememberLast(summarize);

export function useMatching(): MatchingState {
  const { view, data } = useLab(({ view, data }) => ({ view, data }));
  const { config } = useLookedAt();
  const { value: subject, problem } = useSubject();
  const prediction = usePrediction(subject, config);
  const spec = useMemo(() => subject && anchorSpecFor(subject.ref, config), [subject, config]);
  if (subject === null || spec === null) return { matching: null, problem };

  const { iouThreshold, negativeRatio } = view;
  const anchors = anchorsOf(spec);
  const targets = matchImage(anchors, subject.objects, iouThreshold);
  const { predicted } = prediction;
  const hard = predicted && mineImage(predicted.crossEntropy, targets, negativeRatio);
  const matching: Matching = {
    subject,
    spec,
    anchors,
    targets,
    predicted,
    hard,
    summary: summaryOf(anchors.layers, targets, hard, iouThreshold),
    classNames: isTutorial(subject.ref) ? vocClasses : (data?.classes ?? []),
    predictionProblem: prediction.problem,
    iouThreshold,
    negativeRatio,
    object: view.object !== null && view.object < subject.objects.length ? view.object : null,
    anchor: view.anchor !== null && view.anchor < anchors.count ? view.anchor : null,
  };
  return { matching, problem };
}

/** Logits of the shown image. They depend on the weights only, not on the boxes. */
function usePrediction(subject: Subject | null, config: RunConfig) {
  const looked = useLookedAt();
  const predictions = useLab((state) => state.view.predictions);
  const name = subject && imageKey(subject.ref);
  const source = subject && isTutorial(subject.ref) ? predictions : subject?.image.id;
  const key = subject === null || !looked.ready ? null : `predict ${name} ${source} ${looked.key}`;
  const { value, problem } = useAnswer(key, async (api) => {
    const request = { config, weights: looked.weights, images: [subject!.ref], predictions };
    const [{ logits, classes }] = await api.predict(request);
    return { name, logits, classes };
  });
  // While another image is asked for, the answer is that of the one before.
  const anchors = subject && anchorsOf(anchorSpecFor(subject.ref, config)).count;
  const fits = value !== null && value.name === name && value.logits.length === (anchors ?? 0) * value.classes;
  return {
    predicted: fits ? { ...value, crossEntropy: hardnessOf(value.logits, value.classes) } : null,
    problem,
  };
}
