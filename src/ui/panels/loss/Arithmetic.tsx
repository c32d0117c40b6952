/** @file How a number of the table came about: its summands by anchor, the rescaling, and the division. */
import type { Normalization } from '../../../experiments';
import type { ImageLossTerms } from '../../../worker';
import { count, plural } from '../../format';
import { useActions } from '../../use-lab';
import styles from './Arithmetic.module.css';
import { digits } from './digits';
import { type Form, lossTable, type Part, rescaling } from './loss-table';
import { divisors } from './norms';
import { type Summand, summandsOf } from './summands';

const listed = 6;
const termNames: Record<Part, string> = { confidence: 'Cross-entropy', localization: 'Smooth L1' };

export interface Cell {
  images: readonly ImageLossTerms[];
  /** Place of the image in the batch. */
  position: number;
  form: Form;
  part: Part;
  /** Null before the division by positives. */
  norm: Normalization | null;
}

export function Arithmetic({ classNames, ...cell }: Cell & { classNames: readonly string[] }) {
  const { images, position, form, part, norm } = cell;
  const image = images[position];
  const row = lossTable(images, form).rows[position];
  const sum = image[part];
  const { meanOver, factor } = rescaling(image)[part];
  return (
    <div className={styles.arithmetic}>
      <Summands image={image} part={part} classNames={classNames} />
      {form !== 'training' && (
        <>
          <p>
            {digits(sum)} {'\u00f7'} {count(meanOver)} {form === 'printed' && `\u00d7 ${count(factor)} `}={' '}
            <b>{digits(row.undivided[part])}</b>
          </p>
          <p className={styles.note}>{meaning(form, part, image)}</p>
        </>
      )}
      {norm !== null && <Division {...cell} norm={norm} from={row.undivided[part]} to={row.divided[norm][part]} />}
    </div>
  );
}

/** What the numbers of the rescaling are. */
function meaning(form: Form, part: Part, image: ImageLossTerms): string {
  const { meanOver, factor } = rescaling(image)[part];
  const anchors = `${count(image.anchors)} anchors`;
  if (part === 'localization') return `${count(meanOver)} = ${anchors} \u00d7 4 offsets.`;
  if (form === 'mean') return `The mean is over all ${anchors}; those that are not sampled count as 0.`;
  return `${count(factor)} = ${anchors} \u00d7 ${image.classes} classes, but the mean was over the anchors only: ${image.classes} times too large.`;
}

function Division({ images, position, norm, from, to }: Cell & { norm: Normalization; from: number; to: number }) {
  const divisor = divisors(images, norm)[position];
  const { positives } = images[position];
  const all = images.map((image) => image.positives);
  return (
    <>
      <p>
        {digits(from)} {'\u00f7'} {count(divisor)} = <b data-testid="arithmetic-result">{digits(to)}</b>
      </p>
      <p className={styles.note}>
        {norm === 'batch'
          ? `${all.length > 1 ? `${all.join(' + ')} = ` : ''}${count(all.reduce((a, b) => a + b, 0))} positives in the batch.`
          : positives > 0
            ? `${plural(positives, 'positive')} in this image.`
            : 'No positives: max(1, 0) = 1 divides, and there is nothing to divide.'}
      </p>
    </>
  );
}

interface SummandsProps {
  image: ImageLossTerms;
  part: Part;
  classNames: readonly string[];
}

function Summands({ image, part, classNames }: SummandsProps) {
  const { largest, more, rest, total, positives } = summandsOf(image.terms, part, listed);
  if (largest.length === 0) return <p>No positives, hence no hard negatives: the sum is empty, 0.</p>;
  return (
    <table>
      <thead>
        <tr>
          <th scope="col">Anchor</th>
          <th scope="col">Target</th>
          <th scope="col">{termNames[part]}</th>
        </tr>
      </thead>
      <tbody>
        {largest.map((summand) => (
          <tr key={summand.anchor} data-testid="summand" data-value={summand.value}>
            <td>
              <AnchorLink image={image} summand={summand} />
            </td>
            <td>{summand.target === 0 ? 'background' : (classNames[summand.target - 1] ?? summand.target)}</td>
            <td>{digits(summand.value)}</td>
          </tr>
        ))}
        {more > 0 && (
          <tr data-testid="summands-rest" data-value={rest}>
            <td colSpan={2}>and {count(more)} more</td>
            <td>{digits(rest)}</td>
          </tr>
        )}
      </tbody>
      <tfoot>
        {part === 'confidence' && (
          <tr className={styles.split}>
            <td colSpan={3}>
              {plural(image.positives, 'positive')} {digits(positives)} + {plural(image.hardNegatives, 'hard negative')}{' '}
              {digits(total - positives)}
            </td>
          </tr>
        )}
        <tr data-testid="summands-total" data-value={total}>
          <td colSpan={2}>Sum over {plural(largest.length + more, 'anchor')}</td>
          <td>
            <b>{digits(total)}</b>
          </td>
        </tr>
      </tfoot>
    </table>
  );
}

/** The anchor becomes the selected one in all panels. */
function AnchorLink({ image, summand: { anchor } }: { image: ImageLossTerms; summand: Summand }) {
  const { look } = useActions();
  return (
    <button
      type="button"
      className={styles.anchor}
      title="Select this anchor in all panels"
      onClick={() => look({ image: image.ref, anchor })}
    >
      {count(anchor)}
    </button>
  );
}
