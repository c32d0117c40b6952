/** @file One step of the suppression on the image: the survivor, its victims linked to it, and the rest of its class. */
import type { Decoder } from '../../../experiments';
import type { DecodedRow } from '../../../worker';
import type { DrawnBox } from '../../images/draw';
import { ImageCanvas } from '../../images/ImageCanvas';
import type { Subject } from '../../inspection/model';
import { type Box, boxStyle, boxWithin } from './box-place';
import { calloutsOf, type Place } from './callouts';
import { nameOf } from './fate';
import { useKept } from './kept';
import styles from './NmsPicture.module.css';
import { type NmsStep, stateOf } from './nms-steps';

export interface NmsMoment {
  /** By rank. */
  rows: readonly DecodedRow[];
  step: NmsStep;
  /** Rank of the row that the reader picked, -1 for none. */
  picked: number;
  className(id: number): string;
}

const noBoxes: readonly DrawnBox[] = [];
/** More labels than this hide the image; the list beside it has all victims. */
const mostLabels = 6;
const labelRoom = { gap: 0.05, width: 0.12, height: 0.08 };

export function NmsPicture(props: NmsMoment & { subject: Subject; decoder: Decoder }) {
  const { rows, step, picked, className, subject, decoder } = props;
  const { image } = subject;
  const survivor = rows[step.survivor];
  const drawFrom = useKept((kept) => kept.drawFrom);
  const linked = new Set(step.victims.slice(0, mostLabels));
  const always = new Set([step.survivor, picked, ...linked]);
  const shown = [...rows.keys()].filter(
    (rank) => always.has(rank) || (rows[rank].classId === survivor.classId && rows[rank].score >= drawFrom),
  );
  return (
    <div className={styles.picture} data-decoder={decoder}>
      <ImageCanvas
        bitmap={image.bitmap}
        boxes={noBoxes}
        width={image.bitmap.width}
        height={image.bitmap.height}
        label={describeStep(props)}
      />
      <div aria-hidden="true">
        {/* The best lies on top. */}
        {shown.toReversed().map((rank) => (
          <div
            key={nameOf(rows[rank])}
            className={styles.box}
            style={boxStyle(rows[rank].box, image.size)}
            data-state={stateOf(rows, rank, step.survivor)}
            data-linked={linked.has(rank)}
            data-picked={rank === picked}
          />
        ))}
        <Links rows={rows} step={step} size={image.size} />
        <p className={styles.title} style={titleStyle(survivor, image.size)}>
          {className(survivor.classId)} {survivor.score.toFixed(2)}
        </p>
      </div>
    </div>
  );
}

/** From the survivor to each victim, and on to its IoU beside them. */
function Links({ rows, step, size }: Pick<NmsMoment, 'rows' | 'step'> & { size: number }) {
  const centreOf = ([x0, y0, x1, y1]: Box): Place => [(x0 + x1) / 2, (y0 + y1) / 2];
  const victims = step.victims.slice(0, mostLabels);
  const survivor = boxWithin(rows[step.survivor].box, size);
  const boxes = victims.map((rank) => boxWithin(rows[rank].box, size));
  const points = boxes.map(centreOf);
  const crowd = [survivor, ...boxes];
  const edges = [Math.min(...crowd.map(([x0]) => x0)), Math.max(...crowd.map(([, , x1]) => x1))] as const;
  const { side, x, y } = calloutsOf(points, { ...labelRoom, edges });
  const [startX, startY] = centreOf(survivor);
  const path = points.map((point, i) => `M${startX} ${startY}L${point.join(' ')}L${x} ${y[i]}`).join('');
  const dots = [[startX, startY], ...points].map(([px, py]) => `M${px} ${py}h0`).join('');
  return (
    <>
      <svg className={styles.links} viewBox="0 0 1 1" preserveAspectRatio="none" aria-hidden="true">
        <path className={styles.casing} d={path} />
        <path className={styles.link} d={path} />
        <path className={styles.dot} d={dots} />
      </svg>
      {victims.map((rank, i) => (
        <span
          key={rank}
          className={styles.label}
          data-side={side}
          style={{ left: `${x * 100}%`, top: `${y[i] * 100}%` }}
        >
          {rows[rank].suppressed?.iou.toFixed(2)}
        </span>
      ))}
    </>
  );
}

/** Above the survivor's box, or within it at the upper edge of the image. */
function titleStyle({ box }: DecodedRow, size: number) {
  const [left, top] = boxWithin(box, size);
  return { left: `${Math.min(left, 0.75) * 100}%`, top: `${top * 100}%`, translate: top > 0.08 ? '0 -100%' : '0 0' };
}

/** The step in words. */
export function describeStep({ rows, step, className }: NmsMoment): string {
  const { classId, score } = rows[step.survivor];
  const victims = step.victims.map(
    (rank) => `rank ${rank + 1}, ${rows[rank].score.toFixed(3)}, IoU ${rows[rank].suppressed?.iou.toFixed(2)}`,
  );
  const name = `${className(classId)} ${score.toFixed(3)}, rank ${step.survivor + 1}, survives`;
  return victims.length === 0 ? `${name} and removes nothing` : `${name} and removes ${victims.join('; ')}`;
}
