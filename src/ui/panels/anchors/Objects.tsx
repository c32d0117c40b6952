/** @file The objects of the image with what they get: positives by rule, best IoU, and a warning where no anchor reaches. */
import { memo } from 'react';
import { Icon } from '../../controls/Icon';
import { count, metric } from '../../format';
import { classColour } from '../../images/classes';
import { Explained } from '../../lesson/Explained';
import { useActions } from '../../use-lab';
import { hover, useDisplay } from './display';
import styles from './Objects.module.css';
import type { ObjectSummary } from './summary';
import type { Matching } from './use-matching';

export function Objects({ matching }: { matching: Matching }) {
  const { subject, summary, classNames, object: selected, iouThreshold } = matching;
  const { hoveredObject } = useDisplay();
  if (subject.objects.length === 0) {
    return <p className={styles.none}>No objects: no anchor is positive, and none is mined as a hard negative.</p>;
  }
  return (
    <div data-testid="anchor-objects">
      <p className={styles.head} aria-hidden="true">
        <span>Object</span>
        <span>Positives</span>
        <span>Best IoU</span>
      </p>
      <ol className={styles.objects} aria-label="Objects">
        {subject.objects.map(({ classId }, i) => (
          <ObjectRow
            // biome-ignore lint/suspicious/noArrayIndexKey: objects of an image have no other identity
            key={i}
            {...summary.objects[i]}
            index={i}
            className={classNames[classId] ?? ''}
            selected={i === selected}
            hovered={i === hoveredObject}
            iouThreshold={iouThreshold}
          />
        ))}
      </ol>
    </div>
  );
}

interface RowProps extends ObjectSummary {
  index: number;
  className: string;
  selected: boolean;
  hovered: boolean;
  iouThreshold: number;
}

/** Under a dragged box most rows stay as they are. */
const ObjectRow = memo(function ObjectRow({ index, className, selected, hovered, iouThreshold, ...object }: RowProps) {
  const { look } = useActions();
  const { positives, bipartite, tie, threshold, topIou, problem } = object;
  return (
    <li
      className={styles.object}
      data-testid="object-row"
      data-positives={positives}
      data-hovered={hovered}
      data-selected={selected}
      onPointerEnter={() => hover(index, null)}
      onPointerLeave={() => hover(null, null)}
    >
      <button
        type="button"
        className={styles.name}
        aria-pressed={selected}
        onClick={() => look({ object: selected ? null : index })}
      >
        <span className={styles.swatch} style={{ background: classColour(className) }} />
        {index + 1} {className}
      </button>
      <Explained value={count(positives)} label={`Positive anchors of box ${index + 1}`}>
        <p>
          {bipartite} bipartite + {tie} by a tie + {threshold} by the threshold = {positives}
        </p>
      </Explained>
      <span title={`Best IoU of box ${index + 1} with any anchor`} data-testid="object-best-iou">
        {metric(topIou)}
      </span>
      {problem !== null && <Warning object={object} index={index} iouThreshold={iouThreshold} />}
    </li>
  );
});

interface WarningProps {
  object: ObjectSummary;
  index: number;
  iouThreshold: number;
}

function Warning({ object, index, iouThreshold }: WarningProps) {
  const { topIou, bipartiteAnchor, tie } = object;
  return (
    <span className={styles.warning}>
      <Explained value={<Icon name="warning" />} label={`Box ${index + 1} is hard to match`} testId="object-warning">
        {object.problem === 'out of reach' ? (
          <p>No anchor overlaps this box. It has no positive, so it is left out of the loss.</p>
        ) : (
          <p>
            No anchor reaches the IoU threshold: the best overlap is {metric(topIou)}, below {iouThreshold.toFixed(2)}.
            Without the bipartite rule nothing would learn this object. It has anchor {bipartiteAnchor}
            {tie > 0 && `, and ${tie} more that tie with it`}.
          </p>
        )}
      </Explained>
    </span>
  );
}
