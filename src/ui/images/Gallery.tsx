/** @file Images in rows of one height, each at its own aspect; a click puts one in the inspector. */
import type { ReactNode } from 'react';
import type { SampleView } from '../../worker';
import type { DrawnBox } from './draw';
import styles from './Gallery.module.css';
import { ImageCanvas } from './ImageCanvas';

interface Props<View extends SampleView> {
  label: string;
  views: readonly View[];
  boxes(view: View): readonly DrawnBox[];
  describe(view: View): string;
  selected: string | null;
  onSelect(id: string | null): void;
  testId: string;
  /** Height of a row, about, in CSS pixels. */
  rowHeight: number;
  /** A line under the image. */
  caption?(view: View): ReactNode;
  busy?: boolean;
}

export function Gallery<View extends SampleView>(props: Props<View>) {
  const { label, views, selected, onSelect, testId, rowHeight, busy = false } = props;
  return (
    <ul className={styles.gallery} aria-label={label} aria-busy={busy}>
      {views.map((view) => {
        const aspect = view.width / view.height;
        const size = { flexGrow: Math.round(aspect * 100), flexBasis: `min(${Math.round(aspect * rowHeight)}px, 45%)` };
        return (
          <li key={view.id} style={{ ...size, maxWidth: Math.round(aspect * rowHeight * 1.8) }}>
            <button
              type="button"
              className={styles.cell}
              data-testid={testId}
              data-id={view.id}
              aria-pressed={view.id === selected}
              onClick={() => onSelect(view.id === selected ? null : view.id)}
            >
              <ImageCanvas {...view} boxes={props.boxes(view)} label={props.describe(view)} />
            </button>
            {props.caption && <p className={styles.caption}>{props.caption(view)}</p>}
          </li>
        );
      })}
    </ul>
  );
}
