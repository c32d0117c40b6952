/** @file The set-up that most pages share: the tutorial's two dummy images. */
import { tutorialBatch } from '../../../experiments';
import type { Bench, Deed } from '../page';

/** Both images as the tutorial has them, the first selected, with random predictions. */
export function lookAtTutorial({ actions }: Bench): void {
  for (const image of tutorialBatch) actions.draft(image, null);
  actions.look({
    batch: tutorialBatch,
    image: tutorialBatch[0],
    object: null,
    anchor: null,
    predictions: 'random',
    iouThreshold: 0.5,
    negativeRatio: 3,
  });
}

/** Lets go of the object and the anchor that the page was about. */
export function deselect({ actions }: Bench): void {
  actions.look({ object: null, anchor: null });
}

/** Shows one image, or the other. */
export const showImages: readonly Deed[] = tutorialBatch.map((image) => ({
  id: `image-${image.index + 1}`,
  label: `Show image ${image.index + 1}`,
  act: ({ actions }) => actions.look({ image }),
  done: ({ view }) => view.image?.split === image.split && view.image.index === image.index,
}));
