/** @file What the numbers of the table do not say by themselves, with the numbers of this batch. */
import type { ImageLossTerms } from '../../../worker';
import { count } from '../../format';
import { digits } from './digits';
import { normalizedNorms, predictionNorm, wholeNorm } from './gradients';
import styles from './LossNotes.module.css';
import { lossTable, rescaling } from './loss-table';
import { divisors, norms, sum } from './norms';

interface Props {
  images: readonly ImageLossTerms[];
}

/** Where the tutorial's confidence is C + 1 times too large. */
export function RescalingNote({ images }: Props) {
  const [image] = images;
  const { anchors, classes } = image;
  const training = lossTable(images, 'training').rows[0].divided.batch;
  const printed = lossTable(images, 'printed').rows[0].divided.batch;
  const { confidence, localization } = rescaling(image);
  return (
    <p className={styles.note} data-testid="note-rescaling">
      <b>The printed confidence is {classes} times too large.</b> The cross-entropy is averaged over {count(anchors)}{' '}
      anchors, and then multiplied by {count(confidence.factor)}, which is {count(anchors)} anchors {'\u00d7'} {classes}{' '}
      classes. Hence {digits(printed.confidence)} for image 1, where the training loss has {digits(training.confidence)}
      . The localization is averaged over {count(localization.meanOver)} numbers and multiplied by as many, so it is
      right.
    </p>
  );
}

/** "Sum up to be the same" holds for the divisors, and not for the losses. */
export function DivisorNote({ images }: Props) {
  const positives = images.map((image) => image.positives);
  const { rows, total } = lossTable(images, 'training');
  const losses = { batch: total.divided.batch.confidence, sample: total.divided.sample.confidence };
  const [divisor] = divisors(images, 'batch');
  if (images.length < 2) return null;
  const ratio = gradientRatio(images);
  const weighted = rows.map(({ divided }, i) => `${positives[i]} \u00d7 ${digits(divided.sample.confidence)}`);
  return (
    <p className={styles.note} data-testid="note-divisors">
      <b>What sums up to be the same are the divisors:</b> {positives.join(' + ')} = {count(sum(positives))}. The losses
      do not. The confidence sums to {digits(losses.sample)} sample-wise and to {digits(losses.batch)} batch-wise, which
      is the mean of the sample-wise losses weighted by positives
      {images.length <= 4 && (
        <>
          {' '}
          ({weighted.join(' + ')}) {'\u00f7'} {count(divisor)} = {digits(losses.batch)}
        </>
      )}
      .{ratio !== null && ` The gradient of the predictions is ${ratio} times as long sample-wise.`}
    </p>
  );
}

/** Norm of the batch's gradient sample-wise by that batch-wise; null where there is none. */
function gradientRatio(images: readonly ImageLossTerms[]): string | null {
  const [batch, sample] = norms.map(({ id }) => wholeNorm(normalizedNorms(images.map(predictionNorm), images, id)));
  return batch > 0 ? (sample / batch).toFixed(2) : null;
}
