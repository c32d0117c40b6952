/** @file The batch, put together by hand: presets, images by their number of objects, and objects more or fewer. */
import { useId, useState } from 'react';
import { imageKey, sameImage } from '../../../experiments';
import type { ImageLossTerms, InspectedImage } from '../../../worker';
import { Button, IconButton } from '../../controls/Button';
import { plural } from '../../format';
import { BatchStrip } from '../../inspection/BatchStrip';
import { isTutorial } from '../../inspection/model';
import { useActions, useLab } from '../../use-lab';
import styles from './BatchBuilder.module.css';
import { resized } from './drafting';
import { type BatchBuilder as Builder, mostImages, useBatchBuilder } from './use-batch-builder';
import { imageName } from './use-batch-loss';

const mostObjects = 20;
/** Objects of each image. */
const presets: readonly { id: string; label: string; counts: readonly number[] }[] = [
  { id: 'one-beside-twelve', label: '1 beside 12', counts: [1, 12] },
  { id: 'equal', label: 'Equal counts', counts: [3, 3, 3, 3] },
  { id: 'one-empty', label: 'One without objects', counts: [3, 3, 0] },
];

export function BatchBuilder({ images }: { images: readonly ImageLossTerms[] | null }) {
  const view = useLab((state) => state.view);
  const builder = useBatchBuilder();
  const { busy, problem, compose, reset } = builder;
  return (
    <section className={styles.builder} aria-label="Batch" aria-busy={busy}>
      <div className={styles.head}>
        <h2>Batch</h2>
        {presets.map(({ id, label, counts }) => (
          <Button key={id} data-testid={`preset-${id}`} disabled={busy} onClick={() => compose(counts)}>
            {label}
          </Button>
        ))}
        <Button look="quiet" icon="reset" data-testid="batch-reset" onClick={reset}>
          Reset
        </Button>
        {!isTutorial(view.batch[0]) && <AddImage builder={builder} />}
      </div>
      {problem !== null && (
        <p className={styles.problem} role="alert">
          {problem}
        </p>
      )}
      <BatchStrip
        caption={(image, i) => (
          <Caption
            image={image}
            position={i}
            terms={images?.find(({ ref }) => sameImage(ref, image.ref))}
            builder={builder}
          />
        )}
      />
    </section>
  );
}

/** By its number of objects, or the one that is selected elsewhere in the lab. */
function AddImage({ builder: { offered, busy, addWith, add } }: { builder: Builder }) {
  const { batch, image } = useLab((state) => state.view);
  const [objects, setObjects] = useState<number | null>(null);
  const id = useId();
  const wanted = objects ?? offered.at(-1);
  const full = batch.length >= mostImages;
  const outside = image !== null && !isTutorial(image) && !batch.some((ref) => sameImage(ref, image));
  return (
    <div className={styles.add}>
      <label htmlFor={id}>Image with</label>
      <select
        id={id}
        value={wanted}
        data-testid="add-count"
        onChange={({ target }) => setObjects(Number(target.value))}
      >
        {offered.map((count) => (
          <option key={count} value={count}>
            {plural(count, 'object')}
          </option>
        ))}
      </select>
      <Button
        disabled={busy || full || wanted === undefined}
        title={full ? `A batch holds at most ${mostImages} images` : undefined}
        data-testid="add-image"
        onClick={() => wanted !== undefined && addWith(wanted)}
      >
        Add
      </Button>
      {outside && (
        <Button disabled={full} data-testid="add-selected" onClick={() => add(image)}>
          Add the selected image
        </Button>
      )}
    </div>
  );
}

interface CaptionProps {
  image: InspectedImage;
  position: number;
  /** What the image costs, once it is known. */
  terms: ImageLossTerms | undefined;
  builder: Builder;
}

/** Name, objects, positives; objects may be added and taken away to see what if. */
function Caption({ image, position, terms, builder: { remove } }: CaptionProps) {
  const { batch, drafts } = useLab((state) => state.view);
  const { draft } = useActions();
  const present = drafts[imageKey(image.ref)] ?? image.objects;
  const name = imageName(position);
  const resize = (count: number) => {
    draft(image.ref, resized(image.objects, present, count, image.size, imageKey(image.ref)));
  };
  return (
    <span className={styles.caption}>
      <span className={styles.name}>
        {name}
        {!isTutorial(image.ref) && batch.length > 1 && (
          <IconButton
            icon="close"
            label={`Take ${name.toLowerCase()} out of the batch`}
            className={styles.small}
            data-testid={`remove-${position}`}
            onClick={() => remove(image.ref)}
          />
        )}
      </span>
      <span className={styles.stepper}>
        <Button
          look="quiet"
          className={styles.small}
          aria-label={`One object less in ${name.toLowerCase()}`}
          disabled={present.length === 0}
          data-testid={`fewer-${position}`}
          onClick={() => resize(present.length - 1)}
        >
          {'\u2212'}
        </Button>
        <span data-testid={`objects-${position}`} data-value={present.length}>
          {present.length}
          <span className="visually-hidden"> objects</span>
        </span>
        <Button
          look="quiet"
          className={styles.small}
          aria-label={`One object more in ${name.toLowerCase()}`}
          disabled={present.length >= mostObjects}
          data-testid={`more-${position}`}
          onClick={() => resize(present.length + 1)}
        >
          +
        </Button>
      </span>
      <span data-answer data-testid={`positives-${position}`} data-value={terms?.positives}>
        {terms === undefined ? '\u2026' : plural(terms.positives, 'positive')}
      </span>
    </span>
  );
}
