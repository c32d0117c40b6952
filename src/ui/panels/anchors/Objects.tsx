/** @file The objects of the image with what they get: positives by rule, best IoU, and a warning where no anchor reaches. */
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
  const { look } = useActions();
  if (subject.objects.length === 0) {
    return <p className={styles.none}>No objects: no anchor is positive, and none is mined as a hard negative.</p>;
  }
  return (
    <table className={styles.objects} data-testid="anchor-objects">
      <thead>
        <tr>
          <th scope="col">Object</th>
          <th scope="col">Positives</th>
          <th scope="col">Best IoU</th>
        </tr>
      </thead>
      <tbody>
        {subject.objects.map(({ classId }, i) => {
          const object = summary.objects[i];
          return (
            <tr
              // biome-ignore lint/suspicious/noArrayIndexKey: objects of an image have no other identity
              key={i}
              data-testid="object-row"
              data-positives={object.positives}
              data-hovered={i === hoveredObject}
              aria-selected={i === selected}
              onPointerEnter={() => hover(i, null)}
              onPointerLeave={() => hover(null, null)}
            >
              <td>
                <button
                  type="button"
                  className={styles.name}
                  aria-pressed={i === selected}
                  onClick={() => look({ object: i === selected ? null : i })}
                >
                  <span className={styles.swatch} style={{ background: classColour(classNames[classId] ?? '') }} />
                  {i + 1} {classNames[classId]}
                </button>
              </td>
              <td>
                <Explained value={count(object.positives)} label={`Positive anchors of box ${i + 1}`}>
                  <p>
                    {object.bipartite} bipartite + {object.tie} by a tie + {object.threshold} by the threshold ={' '}
                    {object.positives}
                  </p>
                </Explained>
              </td>
              <td data-testid="object-best-iou">
                {metric(object.topIou)}
                {object.problem !== null && <Warning object={object} index={i} iouThreshold={iouThreshold} />}
              </td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}

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
