/** @file One image under one decoder: its boxes, a ring around each that the other decoder does not give, its counts. */
import { useMemo } from 'react';
import type { DecodedBoxes, DecodedImage, DecodedRow } from '../../../worker';
import { count, milliseconds, plural } from '../../format';
import { classColour } from '../../images/classes';
import type { DrawnBox } from '../../images/draw';
import { ImageCanvas } from '../../images/ImageCanvas';
import type { Subject } from '../../inspection/model';
import { Explained } from '../../lesson/Explained';
import { useActions, useLab } from '../../use-lab';
import { areaOf, boxStyle, onBitmap } from './box-place';
import styles from './DecodedFigure.module.css';
import { DecoderMark } from './DecoderMark';
import { type DecoderWords, decodedBy } from './decoders';
import { type Difference, keptRows, nameOf } from './fate';
import { useKept } from './kept';

interface Props {
  words: DecoderWords;
  subject: Subject;
  decoded: DecodedImage;
  difference: Difference;
  className(id: number): string;
}

/** More boxes hide the image; the counts and the table have them all. */
const mostDrawn = 40;
const mostRinged = 5;

export function DecodedFigure({ words: { id, name }, subject, decoded, difference, className }: Props) {
  const { anchor } = useLab(({ view }) => ({ anchor: view.anchor }));
  const { look } = useActions();
  const drawFrom = useKept((kept) => kept.drawFrom);
  const boxes = decodedBy(id, decoded);
  const { image } = subject;
  const changed = useMemo(
    () => new Set(difference.changes.filter(({ givenBy }) => givenBy === id).map(({ row }) => nameOf(row))),
    [difference, id],
  );
  const detections = useMemo(() => keptRows(boxes), [boxes]);
  const drawn = useMemo(() => drawnRows(detections, changed, drawFrom), [detections, changed, drawFrom]);
  const picture = useMemo(() => pictureOf(drawn, subject, className), [drawn, subject, className]);
  const ringed = drawn.filter((row) => changed.has(nameOf(row))).length;
  const text = (row: DecodedRow) => wordsOf(row, className);
  return (
    <figure data-testid={`decoded-${id}`} data-count={detections.length} data-changed={changed.size}>
      <figcaption className={styles.caption}>
        <h3>
          <DecoderMark decoder={id} />
          {name}
        </h3>
        <span className={styles.quiet}>
          {plural(detections.length, 'detection')}: {count(drawn.length)} drawn
          {ringed > 0 && `, ${count(ringed)} ringed`}
        </span>
      </figcaption>
      <div className={styles.image}>
        <ImageCanvas
          bitmap={image.bitmap}
          boxes={picture}
          width={image.bitmap.width}
          height={image.bitmap.height}
          label={`${name} on ${image.id}: ${plural(detections.length, 'detection')}, of which ${changed.size} only here. Drawn: ${drawn.map(text).join(', ') || 'none'}`}
        />
        {/* For the pointer; the tables below offer the same to the keyboard. The smallest box lies on top. */}
        <div aria-hidden="true">
          {drawn
            .toSorted((a, b) => areaOf(b.box) - areaOf(a.box))
            .map((row) => (
              <button
                key={nameOf(row)}
                type="button"
                tabIndex={-1}
                className={styles.box}
                style={boxStyle(row.box, image.size)}
                title={`${text(row)}, anchor ${row.anchor}`}
                data-decoder={id}
                data-changed={changed.has(nameOf(row))}
                data-selected={row.anchor === anchor}
                onClick={() => look({ anchor: row.anchor })}
              />
            ))}
        </div>
      </div>
      <Counts name={name} boxes={boxes} />
      {drawn.length === ringed && detections.length > ringed && detections[0].score < drawFrom && (
        <p className={styles.quiet}>The best scores {detections[0].score.toFixed(3)}: lower the drawing threshold.</p>
      )}
    </figure>
  );
}

type ClassName = Props['className'];

function wordsOf({ classId, score }: DecodedRow, className: ClassName): string {
  return `${className(classId)} ${score.toFixed(2)}`;
}

/** Those that score enough, and the best of those that differ, whatever they score. */
function drawnRows(detections: readonly DecodedRow[], changed: ReadonlySet<string>, drawFrom: number): DecodedRow[] {
  const ringed = new Set(detections.filter((row) => changed.has(nameOf(row))).slice(0, mostRinged));
  const strong = detections.filter((row) => row.score >= drawFrom && !changed.has(nameOf(row))).slice(0, mostDrawn);
  return detections.filter((row) => ringed.has(row) || strong.includes(row));
}

/** Detections with their scores, over the ground truth as corners. */
function pictureOf(drawn: readonly DecodedRow[], { image, objects }: Subject, className: ClassName): DrawnBox[] {
  const detections = drawn.map((row) => ({
    box: onBitmap(row.box, image),
    stroke: 'solid' as const,
    label: wordsOf(row, className),
    colour: classColour(className(row.classId)),
  }));
  const truths = objects.map(({ box }) => ({
    box: onBitmap(box, image),
    stroke: 'corners' as const,
    label: null,
    colour: '',
  }));
  return [...detections, ...truths];
}

/** From the threshold to what is returned, and the time that it took. */
function Counts({ name, boxes: { ms, candidates, entered, rows } }: { name: string; boxes: DecodedBoxes }) {
  const { detection } = useLab(({ view }) => ({ detection: view.detection }));
  const survivors = rows.filter(({ suppressed }) => suppressed === null).length;
  const returned = rows.filter(({ kept }) => kept).length;
  const facts: [string, string, string][] = [
    ['Above threshold', count(candidates), `rows score more than ${detection.scoreThreshold}`],
    ['Enter NMS', count(entered), `min(${count(candidates)}, top k ${count(detection.topK)}), all classes together`],
    ['Survive', count(survivors), `${count(entered)} less ${count(entered - survivors)} removed`],
    ['Returned', count(returned), `min(${count(survivors)}, post NMS ${count(detection.postNms)})`],
    ['Decode + NMS', milliseconds(ms), 'decode, rank and suppress, as the evaluation does it'],
  ];
  return (
    <dl className={styles.counts}>
      {facts.map(([term, value, why]) => (
        <div key={term}>
          <dt>{term}</dt>
          <dd>
            <Explained value={value} label={`${name}: ${term.toLowerCase()}`}>
              <p>{why}</p>
            </Explained>
          </dd>
        </div>
      ))}
    </dl>
  );
}
