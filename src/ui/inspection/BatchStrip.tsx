/** @file The images of the batch, small; one is selected for all panels. */
import type { ReactNode } from 'react';
import { imageKey, sameImage, shownImage } from '../../experiments';
import type { InspectedImage } from '../../worker';
import type { DrawnBox } from '../images/draw';
import { ImageCanvas } from '../images/ImageCanvas';
import { useActions, useLab } from '../use-lab';
import styles from './BatchStrip.module.css';
import { useInspectedImages } from './model';

interface Props {
  /** A line below each image. */
  caption?(image: InspectedImage, position: number): ReactNode;
}

const none: readonly DrawnBox[] = [];

export function BatchStrip({ caption }: Props) {
  const { batch, shown } = useLab(({ view }) => ({ batch: view.batch, shown: shownImage(view) }));
  const { look } = useActions();
  const { value: images, busy, problem } = useInspectedImages(batch);
  if (problem !== null) return <p className={styles.problem}>{problem}</p>;
  return (
    <ul className={styles.strip} aria-label="Images of the batch" aria-busy={busy} data-testid="batch-strip">
      {images?.map((image, i) => (
        <li key={imageKey(image.ref)}>
          <button
            type="button"
            className={styles.cell}
            aria-pressed={sameImage(image.ref, shown)}
            data-testid="batch-image"
            data-image={imageKey(image.ref)}
            onClick={() => look({ image: image.ref })}
          >
            <ImageCanvas
              bitmap={image.bitmap}
              boxes={none}
              width={1}
              height={1}
              label={`Image ${i + 1}: ${image.id}, ${image.objects.length} objects`}
            />
          </button>
          {caption && <p className={styles.caption}>{caption(image, i)}</p>}
        </li>
      ))}
    </ul>
  );
}
