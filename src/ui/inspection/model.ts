/** @file What the panels look at, in the words of the worker: the model, the batch and the selected image. */
import { useMemo } from 'react';
import { type DraftObject, type ImageRef, imageKey, type RunConfig, shownImage, type View } from '../../experiments';
import { type AnchorSpec, type Anchors, generateAnchors } from '../../ssd';
import type { InspectedImage, ModelRequest } from '../../worker';
import type { LabState } from '../store/state';
import { useLab } from '../use-lab';
import { type Answer, useAnswer } from './answer';

/** The model that the panels look at. */
export interface LookedAt extends ModelRequest {
  /** Equal keys mean equal weights and anchors. */
  key: string;
  /** Steps that these weights were trained for. */
  step: number;
  /** There are an engine and data to ask about. */
  ready: boolean;
}

/** Weights of the run if there is one and the view asks for them, else those that a run would begin with. */
export function lookedAt({ view, run, config, engine, engineOpening, dataStatus, status }: LabState): LookedAt {
  const ready = engine !== null && !engineOpening && dataStatus === 'ready' && status !== 'preparing';
  if (view.weights === 'run' && run?.info) {
    const step = run.steps.at(-1)?.step ?? 0;
    return { config: run.config, weights: 'run', key: `run ${run.id} step ${step}`, step, ready };
  }
  const { model, anchors, seed, initializer, reinitialize, data, backend } = config;
  const key = JSON.stringify([model, anchors, seed, initializer, reinitialize, data, backend, engine?.backend]);
  return { config, weights: 'fresh', key, step: 0, ready };
}

export function useLookedAt(): LookedAt {
  const { config, weights, key, step, ready } = useLab(lookedAt);
  return useMemo(() => ({ config, weights, key, step, ready }), [config, weights, key, step, ready]);
}

export function isTutorial(ref: ImageRef): boolean {
  return ref.split === 'tutorial';
}

const generated = new Map<string, Anchors>();

export function anchorsOf(spec: AnchorSpec): Anchors {
  const key = JSON.stringify(spec);
  const anchors = generated.get(key) ?? generateAnchors(spec);
  generated.set(key, anchors);
  return anchors;
}

/** What the data set and the network input make of an image: the pixels do not depend on weights. */
function dataKey({ data, model }: RunConfig): string {
  return JSON.stringify([data, model]);
}

/** Images as the network gets them, with their own objects. */
export function useInspectedImages(images: readonly ImageRef[]): Answer<InspectedImage[]> {
  const { config, ready } = useLookedAt();
  const name = useLab(({ data }) => data?.name ?? null);
  const key = ready ? `images ${name} ${dataKey(config)} ${images.map(imageKey).join(' ')}` : null;
  return useAnswer(key, (api) => api.inspectImages(images, config));
}

/** The image that the panels show, with its objects as the reader has drawn them. */
export interface Subject {
  ref: ImageRef;
  image: InspectedImage;
  objects: readonly DraftObject[];
  /** The reader has changed its objects. */
  edited: boolean;
}

export function useSubject(): Answer<Subject> {
  const view = useLab((state) => state.view);
  const ref = shownImage(view);
  const { value, ...rest } = useInspectedImages([ref]);
  const image = value?.[0] ?? null;
  const draft = view.drafts[imageKey(ref)];
  const subject = useMemo(
    () => image && { ref: image.ref, image, objects: draft ?? image.objects, edited: draft !== undefined },
    [image, draft],
  );
  return { value: subject, ...rest };
}

/** Objects that the reader drew into the images of a batch, for a LossRequest. */
export function draftsOf(images: readonly ImageRef[], { drafts }: Pick<View, 'drafts'>) {
  return images.map((ref) => drafts[imageKey(ref)] ?? null);
}
