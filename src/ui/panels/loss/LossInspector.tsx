/** @file Beside the Loss stage: the two formulas with the divisors of the batch, which one trains, the selected image. */
import { defaultView } from '../../../experiments';
import type { ImageLossTerms } from '../../../worker';
import { Button } from '../../controls/Button';
import { count } from '../../format';
import { Group } from '../../settings/Group';
import { NormalizationSettings } from '../../settings/NormalizationSettings';
import { useActions, useLab } from '../../use-lab';
import { digits, percent } from './digits';
import styles from './LossInspector.module.css';
import { normalizedLosses, norms, shares, sum } from './norms';
import { PatternSwatch } from './ShareBar';
import { imageName, useBatchLoss, useSelected } from './use-batch-loss';

export function LossInspector() {
  const { value: images } = useBatchLoss();
  return (
    <div className={styles.inspector}>
      <Group title="Two formulas">
        <Formulas images={images} />
      </Group>
      <Group title="Training">
        <NormalizationSettings label="This one trains" />
        <Matching />
      </Group>
      {images !== null && images.length > 0 && <SelectedImage images={images} />}
    </div>
  );
}

function Formulas({ images }: { images: readonly ImageLossTerms[] | null }) {
  const scale = useLab(({ config }) => config.sampleScale);
  const positives = images?.map((image) => image.positives) ?? [];
  return (
    <>
      <dl className={styles.formulas}>
        {norms.map(({ id, name }) => (
          <div key={id} data-norm={id}>
            <dt>{name}</dt>
            <dd className={styles.formula}>
              {id === 'sample' && scale === 'mean' && <>1/B </>}
              {'\u03a3'}
              <sub>i</sub> (conf<sub>i</sub> + loc<sub>i</sub>) {'\u00f7'} {id === 'batch' ? 'N' : 'n'}
              {id === 'sample' && <sub>i</sub>}
            </dd>
            {positives.length > 0 && (
              <dd className={styles.divisors} data-answer data-testid={`divisors-${id}`}>
                {id === 'batch' ? (
                  <>
                    N = {positives.length > 1 && positives.length <= 8 && `${positives.join(' + ')} = `}
                    {count(sum(positives))}
                  </>
                ) : (
                  <>
                    n<sub>i</sub> = {positives.join(', ')}
                  </>
                )}
              </dd>
            )}
          </div>
        ))}
      </dl>
      <p className={styles.note}>
        conf<sub>i</sub> sums the cross-entropy of the positives of image i and of its hard negatives; loc<sub>i</sub>{' '}
        sums the smooth L1 of its positives. Both formulas divide the same sums. A divisor of 0 becomes 1.
      </p>
    </>
  );
}

/** Said only where the batch is looked at otherwise than it trains. */
function Matching() {
  const { iouThreshold, negativeRatio } = useLab((state) => state.view);
  const { look } = useActions();
  const usual = { iouThreshold: defaultView.iouThreshold, negativeRatio: defaultView.negativeRatio };
  if (iouThreshold === usual.iouThreshold && negativeRatio === usual.negativeRatio) return null;
  return (
    <>
      <p className={styles.note}>
        The numbers are for an IoU threshold of {iouThreshold} and {negativeRatio} hard negatives a positive, as set in
        Anchors. Training uses {usual.iouThreshold} and {usual.negativeRatio}.
      </p>
      <Button
        look="quiet"
        icon="reset"
        className={styles.usual}
        data-testid="usual-matching"
        onClick={() => look(usual)}
      >
        As in training
      </Button>
    </>
  );
}

function SelectedImage({ images }: { images: readonly ImageLossTerms[] }) {
  const position = useSelected(images);
  const image = images[position];
  const rows: [string, string][] = [
    ['Objects', count(image.objects)],
    ['Positives', count(image.positives)],
    ['Hard negatives', count(image.hardNegatives)],
    ['Sum of cross-entropy', digits(image.confidence)],
    ['Sum of smooth L1', digits(image.localization)],
    ...norms.flatMap(({ id, name }): [string, string][] => {
      const losses = normalizedLosses(images, id);
      return [[`Loss, ${name.toLowerCase()}`, `${digits(losses[position])}, ${percent(shares(losses)[position])}`]];
    }),
  ];
  return (
    <section className={styles.selected} data-testid="selected-image">
      <h3>
        <PatternSwatch position={position} />
        {imageName(position)}
      </h3>
      <dl>
        {rows.map(([name, value]) => (
          <div key={name} data-answer>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
