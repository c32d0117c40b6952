/** @file Who the batch listens to: each image's share of the loss and of the gradient, under both norms. */
import type { ReactNode } from 'react';
import type { ImageLossTerms } from '../../../worker';
import { Explained } from '../../lesson/Explained';
import { digits, percent } from './digits';
import { normalizedNorms, predictionNorm, wholeNorm } from './gradients';
import { divisors, type Norm, normalizedLosses, norms, shares, sum } from './norms';
import { PatternSwatch, ShareBar } from './ShareBar';
import styles from './Shares.module.css';
import { imageName } from './use-batch-loss';
import { useWeightGradients } from './use-weight-gradients';
import { WeightGradientsButton } from './WeightGradientsButton';

interface Props {
  images: readonly ImageLossTerms[];
}

/** Something that each image has some of. */
interface Shared {
  id: 'loss' | 'predictions' | 'weights';
  /** In a sentence: "share of the loss". */
  name: string;
  title: string;
  /** Before the division by positives, one an image, and how it came about. */
  unnormalised: readonly number[];
  origin(position: number): string;
  normalized(norm: Norm): number[];
}

export function Shares({ images }: Props) {
  const weights = useWeightGradients();
  const shared = sharedOut(images, weights.value);
  return (
    <section className={styles.shares} aria-label="Shares of the images">
      <h2>Share of each image</h2>
      <div className={styles.columns}>
        <div className={styles.bars}>
          {shared.map(({ id, title, name, normalized }) => (
            <div key={id} className={styles.group}>
              <h3>
                {title} {id === 'predictions' && <Whole images={images} />}
              </h3>
              {norms.map((norm) => (
                <ShareBar
                  key={norm.id}
                  norm={norm}
                  of={name}
                  shares={shares(normalized(norm))}
                  testId={`share-${id}-${norm.id}`}
                />
              ))}
            </div>
          ))}
          <WeightGradientsButton {...weights} />
        </div>
        <ShareTable images={images} shared={shared} />
      </div>
    </section>
  );
}

function sharedOut(images: readonly ImageLossTerms[], weights: readonly number[] | null): Shared[] {
  const predictions = images.map(predictionNorm);
  const ofNorms = (values: readonly number[]) => (norm: Norm) => normalizedNorms(values, images, norm.id);
  const rows: Shared[] = [
    {
      ...{ id: 'loss', name: 'loss', title: 'Loss' },
      unnormalised: images.map(({ confidence, localization }) => confidence + localization),
      origin: (i) => `${digits(images[i].confidence)} confidence + ${digits(images[i].localization)} localization`,
      normalized: (norm) => normalizedLosses(images, norm.id),
    },
    {
      ...{ id: 'predictions', name: 'gradient of the predictions', title: 'Gradient of the predictions' },
      unnormalised: predictions,
      origin: (i) =>
        `\u221a(${digits(images[i].gradient.logits)}\u00b2 logits + ${digits(images[i].gradient.offsets)}\u00b2 offsets)`,
      normalized: ofNorms(predictions),
    },
  ];
  if (weights === null || weights.length !== images.length) return rows;
  const origin = () => 'norm of the gradient of all weights by this image alone, from a backward pass';
  const name = 'gradient of the weights';
  const title = 'Gradient of the weights';
  return [...rows, { id: 'weights', name, title, unnormalised: weights, origin, normalized: ofNorms(weights) }];
}

/** Norm of the gradient of the whole batch under both norms. */
function Whole({ images }: Props) {
  return (
    <span className={styles.whole}>
      {norms.map((norm) => {
        const each = normalizedNorms(images.map(predictionNorm), images, norm.id);
        const value = digits(wholeNorm(each));
        return (
          <span key={norm.id}>
            {norm.name.toLowerCase()}{' '}
            <Explained value={value} label={`Norm of the batch's gradient, ${norm.name.toLowerCase()}`}>
              <p>Every image has predictions of its own, so the squares of the norms add up:</p>
              <p>
                {'\u221a'}({each.map((one) => `${digits(one)}\u00b2`).join(' + ')}) = <b>{value}</b>
              </p>
            </Explained>
          </span>
        );
      })}
    </span>
  );
}

function ShareTable({ images, shared }: Props & { shared: readonly Shared[] }) {
  return (
    <table className={styles.table}>
      <thead>
        <tr>
          <td rowSpan={2} />
          {shared.map(({ id }) => (
            <th key={id} scope="colgroup" colSpan={2}>
              {columnNames[id]}
            </th>
          ))}
        </tr>
        <tr>
          {shared.flatMap(({ id }) =>
            norms.map((norm) => (
              <th key={`${id} ${norm.id}`} scope="col" data-norm={norm.id}>
                {norm.id}
              </th>
            )),
          )}
        </tr>
      </thead>
      <tbody>
        {images.map(({ positives }, i) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: an image is its place in the batch
          <tr key={i}>
            <th scope="row">
              <PatternSwatch position={i} />
              {imageName(i)}
              {positives === 0 && <span className={styles.none}>no positives</span>}
            </th>
            {shared.flatMap((one) =>
              norms.map((norm) => (
                <ShareCell key={`${one.id} ${norm.id}`} images={images} shared={one} norm={norm} position={i} />
              )),
            )}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

const columnNames: Record<Shared['id'], ReactNode> = {
  loss: 'Loss',
  predictions: 'Gradient',
  weights: 'Weights',
};

function ShareCell(props: Props & { shared: Shared; norm: Norm; position: number }) {
  const { images, shared, norm, position: i } = props;
  const values = shared.normalized(norm);
  const share = shares(values)[i];
  const testId = `share-${shared.id}-${norm.id}-${i}`;
  return (
    <td data-testid={testId} data-value={share}>
      <Explained
        value={percent(share)}
        label={`${imageName(i)}: share of the ${shared.name}, ${norm.name.toLowerCase()}`}
        testId={`explain-${testId}`}
      >
        <p>
          {shared.origin(i)} = {digits(shared.unnormalised[i])}
        </p>
        <p>
          {digits(shared.unnormalised[i])} {'\u00f7'} {divisors(images, norm.id)[i]} positives = {digits(values[i])}
        </p>
        <p>
          {digits(values[i])} {'\u00f7'} {digits(sum(values))}, the sum over the images, = <b>{percent(share)}</b>
        </p>
      </Explained>
    </td>
  );
}
