/** @file The shown image under both decoders, as the worker answers it. */
import { useCallback } from 'react';
import { imageKey, shownImage } from '../../../experiments';
import { vocClasses } from '../../../ssd';
import type { DecodedImage } from '../../../worker';
import { type Answer, useAnswer } from '../../inspection/answer';
import { isTutorial, useLookedAt } from '../../inspection/model';
import { useLab } from '../../use-lab';

/** Detections of the shown image. A moved threshold asks anew, and nothing is inferred for it. */
export function useDecoded(): Answer<DecodedImage> {
  const { config, weights, key, ready } = useLookedAt();
  const { view } = useLab(({ view }) => ({ view }));
  const { detection, predictions } = view;
  const image = shownImage(view);
  const asked = ['detections', key, imageKey(image), isTutorial(image) && predictions, ...Object.values(detection)];
  return useAnswer(
    ready ? asked.join(' ') : null,
    (api) => api.detections({ config, weights, image, predictions, detection }),
    { urgent: true },
  );
}

/** Names of the classes of the shown image, by class id. */
export function useClassNames(): (id: number) => string {
  const { tutorial, classes } = useLab(({ view, data }) => ({
    tutorial: isTutorial(shownImage(view)),
    classes: data?.classes,
  }));
  const names: readonly string[] | undefined = tutorial ? vocClasses : classes;
  return useCallback((id) => names?.[id] ?? `class ${id}`, [names]);
}
