/** @file IoU of one anchor with every object, each with its areas. */

import { iou } from '../../../ssd';
import { metric } from '../../format';
import { Explained } from '../../lesson/Explained';
import { overlapSteps, pixels } from './arithmetic';
import type { Box } from './edit';
import { boxesOf } from './matched';
import styles from './Overlaps.module.css';
import type { Matching } from './use-matching';

/** The objects that overlap most; an image of many objects has them all in the canvas. */
const mostRows = 8;

export function Overlaps({ matching, anchor }: { matching: Matching; anchor: number }) {
  const { anchors, subject, targets, classNames, iouThreshold } = matching;
  const rows = boxesOf(subject.objects);
  const corners = [...anchors.corners.subarray(anchor * 4, anchor * 4 + 4)] as unknown as Box;
  const overlaps = subject.objects
    .map(({ box, classId }, i) => ({ i, box, name: classNames[classId], value: iou(anchors.corners, anchor, rows, i) }))
    .toSorted((a, b) => b.value - a.value);
  if (overlaps.length === 0) return null;
  return (
    <table className={styles.overlaps} data-testid="anchor-overlaps">
      <thead>
        <tr>
          <th scope="col">IoU with</th>
          <th scope="col">
            <span className="visually-hidden">Threshold</span>
          </th>
          <th scope="col">
            <span className="visually-hidden">IoU</span>
          </th>
        </tr>
      </thead>
      <tbody>
        {overlaps.slice(0, mostRows).map(({ i, box, name, value }) => {
          const steps = overlapSteps(corners, box);
          return (
            <tr key={i} data-matched={targets.match[anchor] === i}>
              <td>
                {i + 1} {name}
              </td>
              <td>
                <span className={styles.bar}>
                  <span style={{ width: `${value * 100}%` }} />
                  <i style={{ left: `${iouThreshold * 100}%` }} title={`Threshold ${iouThreshold.toFixed(2)}`} />
                </span>
              </td>
              <td>
                <Explained
                  value={metric(value)}
                  label={`IoU of anchor ${anchor} with box ${i + 1}`}
                  testId="overlap-iou"
                >
                  <p>
                    Intersection: {pixels(steps.width)} × {pixels(steps.height)} = {pixels(steps.intersection)} px²
                  </p>
                  <p>
                    Union: {pixels(steps.anchorArea)} + {pixels(steps.objectArea)} − {pixels(steps.intersection)} ={' '}
                    {pixels(steps.union)} px²
                  </p>
                  <p>
                    {pixels(steps.intersection)} / {pixels(steps.union)} = {metric(steps.iou)}
                  </p>
                </Explained>
              </td>
            </tr>
          );
        })}
      </tbody>
      {overlaps.length > mostRows && (
        <caption>
          The {mostRows} largest of {overlaps.length}
        </caption>
      )}
    </table>
  );
}
