/** @file Images in rows of one height, each at its own aspect; a click puts one in the inspector. */
import { useRef } from 'react';
import { type ImageRef, sameImage } from '../../experiments';
import type { SampleView } from '../../worker';
import { useSize } from '../observe';
import type { DrawnBox } from './draw';
import styles from './Gallery.module.css';
import { ImageCanvas } from './ImageCanvas';
import { rowHeights } from './rows';

const gap = 8;

interface Props<View extends SampleView> {
  label: string;
  views: readonly View[];
  boxes(view: View): readonly DrawnBox[];
  describe(view: View): string;
  selected: ImageRef | null;
  onSelect(image: ImageRef | null): void;
  testId: string;
  /** Height of a row, about, in CSS pixels. */
  rowHeight: number;
  busy?: boolean;
}

export function Gallery<View extends SampleView>(props: Props<View>) {
  const { label, views, selected, onSelect, testId, rowHeight, busy = false } = props;
  const list = useRef<HTMLUListElement>(null);
  const { width } = useSize(list);
  const aspects = views.map((view) => view.width / view.height);
  // On a phone, two images stand side by side.
  const heights = rowHeights(aspects, width, Math.min(rowHeight, width * 0.45), gap);
  return (
    <ul ref={list} className={styles.gallery} style={{ gap }} aria-label={label} aria-busy={busy}>
      {width > 0 &&
        views.map((view, i) => {
          // Rounded down, so that a full row never breaks.
          return (
            <li key={view.id} style={{ width: Math.floor(aspects[i] * heights[i] * 64) / 64 }}>
              <button
                type="button"
                className={styles.cell}
                data-testid={testId}
                data-id={view.id}
                aria-pressed={sameImage(view.ref, selected)}
                onClick={() => onSelect(sameImage(view.ref, selected) ? null : view.ref)}
              >
                <ImageCanvas {...view} boxes={props.boxes(view)} label={props.describe(view)} />
              </button>
            </li>
          );
        })}
    </ul>
  );
}
