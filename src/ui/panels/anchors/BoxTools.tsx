/** @file Buttons for the boxes, and what mouse and keys do. */
import { memo } from 'react';
import { Button } from '../../controls/Button';
import styles from './BoxTools.module.css';
import { displayStore, useDisplay } from './display';
import { mostObjects } from './edit';
import { type BoxCommands, useBoxes } from './use-boxes';
import type { Matching } from './use-matching';

export function BoxTools({ matching }: { matching: Matching }) {
  const { subject, object } = matching;
  const boxes = useBoxes(matching);
  return <Tools {...{ boxes, object }} full={subject.objects.length >= mostObjects} edited={subject.edited} />;
}

interface Props {
  boxes: BoxCommands;
  object: number | null;
  full: boolean;
  edited: boolean;
}

/** Stays as it is under a dragged box. */
const Tools = memo(function Tools({ boxes, object, full, edited }: Props) {
  const { drawing } = useDisplay();
  return (
    <div>
      <div className={styles.tools}>
        <Button data-testid="add-box" disabled={full} onClick={boxes.add}>
          Add box
        </Button>
        <Button
          data-testid="draw-box"
          aria-pressed={drawing}
          disabled={full}
          onClick={() => displayStore.setState({ drawing: !drawing })}
        >
          Draw box
        </Button>
        <Button
          data-testid="delete-box"
          disabled={object === null}
          onClick={() => object !== null && boxes.remove(object)}
        >
          Delete box{object !== null && ` ${object + 1}`}
        </Button>
        <Button icon="reset" look="quiet" data-testid="reset-boxes" disabled={!edited} onClick={boxes.reset}>
          Reset boxes
        </Button>
      </div>
      <p className={styles.hint} id="box-keys">
        {full
          ? `${mostObjects} boxes are the most. `
          : 'Drag a box or its handles; drag beside the boxes to draw one. '}
        Keys: Tab to a box, arrows move it, Shift and arrows resize, Delete removes, N and P step through its anchors.
      </p>
    </div>
  );
});
