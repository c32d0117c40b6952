/** @file Commands that put a batch together from images with wanted numbers of objects. */
import { useState } from 'react';
import { type DraftObject, defaultView, type ImageRef, imageKey, sameImage, tutorialBatch } from '../../../experiments';
import { isTutorial, useLookedAt } from '../../inspection/model';
import { useActions, useInspect, useLab, useLabReader } from '../../use-lab';
import { withCount } from './drafting';

export const mostImages = 16;

export interface BatchBuilder {
  /** Objects an image that the train split offers, ascending; an image of the last may have more. */
  offered: readonly number[];
  busy: boolean;
  problem: string | null;
  /** A new batch; a number that no image has is reached by adding or taking away objects. */
  compose(counts: readonly number[]): void;
  /** Adds the first image with so many objects that the batch does not hold. */
  addWith(objects: number): void;
  add(image: ImageRef): void;
  remove(image: ImageRef): void;
  /** The batch that a new visitor finds, without edited boxes. */
  reset(): void;
}

export function useBatchBuilder(): BatchBuilder {
  const histogram = useLab(({ data }) => data?.objectsPerImage ?? none);
  const { config } = useLookedAt();
  const { look } = useActions();
  const api = useInspect();
  const read = useLabReader();
  const [state, setState] = useState<{ busy: boolean; problem: string | null }>({ busy: false, problem: null });
  const offered = histogram.flatMap((images, objects) => (images > 0 && objects > 0 ? [objects] : []));
  const nearest = (wanted: number) =>
    offered.reduce((best, have) => (Math.abs(have - wanted) < Math.abs(best - wanted) ? have : best), offered[0] ?? 1);

  async function attempt(work: () => Promise<void>): Promise<void> {
    setState({ busy: true, problem: null });
    const problem = await work().then(
      () => null,
      (error: Error) => error.message,
    );
    setState({ busy: false, problem });
  }

  async function compose(counts: readonly number[]): Promise<void> {
    const found = await api.imagesByObjects({ config, counts: counts.map(nearest) });
    const batch = found.filter((image) => image !== null);
    if (batch.length < counts.length) throw new Error('The train split has no images with so many objects.');
    const images = await api.inspectImages(batch, config);
    for (const { bitmap } of images) bitmap.close();
    const drafts = images.flatMap(({ ref, objects, size }, i): [string, readonly DraftObject[]][] => {
      const own = objects.map(({ classId, box }) => ({ classId, box }));
      return own.length === counts[i] ? [] : [[imageKey(ref), withCount(own, counts[i], size, imageKey(ref))]];
    });
    look({ batch, image: null, drafts: { ...without(batch), ...Object.fromEntries(drafts) } });
  }

  async function addWith(objects: number): Promise<void> {
    const { batch } = read().view;
    const counts = Array<number>(batch.length + 1).fill(objects);
    const found = await api.imagesByObjects({ config, counts });
    const image = found.find((ref) => ref !== null && !batch.some((known) => sameImage(known, ref)));
    if (!image) throw new Error(`The train split has no further image with ${objects} objects.`);
    look({ batch: [...batch, image], image });
  }

  /** The edited boxes of all other images. */
  function without(images: readonly ImageRef[]) {
    const keys = images.map(imageKey);
    return Object.fromEntries(Object.entries(read().view.drafts).filter(([key]) => !keys.includes(key)));
  }

  return {
    ...state,
    offered,
    compose: (counts) => void attempt(() => compose(counts)),
    addWith: (objects) => void attempt(() => addWith(objects)),
    add: (image) => look({ batch: [...read().view.batch, image] }),
    remove(image) {
      const { view } = read();
      const batch = view.batch.filter((ref) => !sameImage(ref, image));
      look({ batch, image: sameImage(view.image, image) ? null : view.image });
    },
    reset() {
      const { batch } = read().view;
      const first = isTutorial(batch[0]) ? tutorialBatch : defaultView.batch;
      look({ batch: first, image: null, drafts: without([...batch, ...first]) });
    },
  };
}

const none: readonly number[] = [];
