/** @file The images of the batch in which a run left the finite numbers, as the network got them, the guilty one marked. */
import type { FaultReport } from '../../../../ssd';
import { short } from '../../../../ssd';
import type { SeenImage } from '../../../../worker';
import { plural } from '../../../format';
import { classColour } from '../../../images/classes';
import type { DrawnBox } from '../../../images/draw';
import { ImageCanvas } from '../../../images/ImageCanvas';
import { useAnswer } from '../../../inspection/answer';
import { useLab } from '../../../use-lab';
import styles from './FaultReport.module.css';

export function FaultyBatch({ report }: { report: FaultReport }) {
  const run = useLab((state) => state.run?.id ?? 0);
  const { value, problem } = useAnswer(`faulty batch ${run} ${report.step}`, (api) => api.faultyBatch());
  if (problem !== null) return <p className={styles.note}>{problem}</p>;
  if (value === null) return <p className={styles.note}>Making the batch again.</p>;
  return (
    <ul className={styles.batch}>
      {value.map((image, i) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: an image may be in a batch twice, and the batch never changes
        <FaultyImage key={i} image={image} sums={report.images[i]} report={report} />
      ))}
    </ul>
  );
}

interface Props {
  image: SeenImage;
  /** Absent if the step did not come to a loss. */
  sums: FaultReport['images'][number] | undefined;
  report: FaultReport;
}

function FaultyImage({ image, sums, report }: Props) {
  const { id, bitmap, size, objects } = image;
  const guilty = report.image?.id === id && report.image.affected < report.image.count;
  const boxes = drawn(image, guilty ? report : null);
  const names = objects.map(({ className }) => className).join(', ') || 'no object';
  return (
    <li data-guilty={guilty} data-testid="faulty-image">
      <ImageCanvas bitmap={bitmap} boxes={boxes} width={size} height={size} label={`${id}: ${names}`} />
      <p>
        <b>{id}</b>
        {guilty && ': here it began'}
      </p>
      {sums !== undefined && (
        <p className={styles.note}>
          Confidence {short(sums.confidence)}, localization {short(sums.localization)},{' '}
          {plural(sums.positives, 'positive')}
        </p>
      )}
    </li>
  );
}

const known = new WeakMap<SeenImage, DrawnBox[]>();

/** The same image gives the same boxes, so that its canvas is not drawn again. @param report of a guilty image */
function drawn(image: SeenImage, report: FaultReport | null): DrawnBox[] {
  const before = known.get(image);
  if (before !== undefined) return before;
  const objects = image.objects.map(({ box, className, place }): DrawnBox => {
    const meant = report?.object?.place === place;
    return { box, stroke: meant ? 'solid' : 'dashed', label: className, colour: classColour(className) };
  });
  const anchor = report?.anchor;
  const boxes = anchor
    ? [{ box: anchor.box, stroke: 'dotted' as const, label: 'anchor', colour: '#ffffff' }, ...objects]
    : objects;
  known.set(image, boxes);
  return boxes;
}
