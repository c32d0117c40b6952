/** @file How large the objects are and how many stand in an image, over the train split. */
import type { DataSummary } from '../../../worker';
import { Histogram } from '../../charts/Histogram';
import styles from './Distributions.module.css';

export function Distributions({ data }: { data: DataSummary }) {
  const { sizeHistogram, objectsPerImage } = data;
  const last = objectsPerImage.length - 1;
  return (
    <section className={styles.pair} aria-label="Distributions of the train split">
      <Histogram
        title="Object size"
        note="Side of the box over side of the image (square roots of the areas), train"
        bins={sizeHistogram.map((value, i) => ({ label: `${Math.round((100 * i) / sizeHistogram.length)}%`, value }))}
        labelEvery={5}
        binName="Size from"
        fileName="object-size"
      />
      <Histogram
        title="Objects per image"
        note="The spread decides how much the normalization of the loss matters"
        bins={objectsPerImage.map((value, i) => ({ label: i === last && last >= 12 ? `${i}+` : String(i), value }))}
        labelEvery={1}
        binName="Objects"
        fileName="objects-per-image"
      />
    </section>
  );
}
