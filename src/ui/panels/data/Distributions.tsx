/** @file How large the objects are, of what form, and how many stand in an image, over the train split; a column filters. */
import type { Bin, DataSummary } from '../../../worker';
import { Histogram } from '../../charts/Histogram';
import { useActions, useLab } from '../../use-lab';
import { aspectLabels, countLabels, sizeLabels } from './bin-names';
import styles from './Distributions.module.css';

export function Distributions({ data }: { data: DataSummary }) {
  const bin = useLab(({ browse }) => browse.bin);
  const { browse } = useActions();
  // The columns count the train split, and so does what they filter.
  const choice = (of: Bin['of']) => ({
    selected: bin?.of === of ? bin.index : null,
    onSelect: (index: number | null) => void browse({ split: 'train', bin: index === null ? null : { of, index } }),
  });
  const named = (counts: readonly number[], labels: readonly string[]) =>
    counts.map((value, i) => ({ label: labels[i], value }));
  return (
    <section className={styles.charts} aria-label="Distributions of the train split">
      <Histogram
        title="Object size"
        note="Side of the box over side of the image (square roots of the areas), train"
        bins={named(data.sizeHistogram, sizeLabels)}
        labelEvery={2}
        binName="Size from"
        fileName="object-size"
        {...choice('size')}
      />
      <Histogram
        title="Aspect ratio"
        note="Width over height of the box, train; a step of two columns doubles it"
        bins={named(data.aspectHistogram, aspectLabels)}
        labelEvery={2}
        binName="Aspect from"
        fileName="object-aspect"
        {...choice('aspect')}
      />
      <Histogram
        title="Objects per image"
        note="The spread decides how much the normalization of the loss matters"
        bins={named(data.objectsPerImage, countLabels)}
        labelEvery={1}
        binName="Objects"
        fileName="objects-per-image"
        {...choice('objects')}
      />
    </section>
  );
}
