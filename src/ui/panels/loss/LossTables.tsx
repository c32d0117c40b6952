/** @file The tutorial's table: both parts of the loss of every image under both norms, in the forms that are in use. */
import type { ImageLossTerms } from '../../../worker';
import { plural } from '../../format';
import { Explained } from '../../lesson/Explained';
import { useLab } from '../../use-lab';
import { Arithmetic } from './Arithmetic';
import { digits } from './digits';
import styles from './LossTables.module.css';
import { type Form, type LossRow, lossTable, type Part, parts } from './loss-table';
import { divisors, type Norm, norms, sum } from './norms';
import { imageName, useSelected } from './use-batch-loss';

/** Of more images, only the selected one shows its parts. */
const mostInFull = 4;

interface Props {
  images: readonly ImageLossTerms[];
  form: Form;
  classNames: readonly string[];
}

export const forms: Readonly<Record<Form, { title: string; recipe: string; undivided: string }>> = {
  training: { title: 'The training loss', recipe: 'sum over anchors \u00f7 positives', undivided: 'Sum' },
  printed: {
    title: 'As the tutorial prints it',
    recipe: 'mean \u00f7 positives \u00d7 rescaling',
    undivided: 'Rescaled',
  },
  mean: { title: 'Before the rescaling', recipe: 'mean over all anchors \u00f7 positives', undivided: 'Mean' },
};
const partNames: Record<Part, string> = { confidence: 'Confidence', localization: 'Localization' };
const partAbbreviations: Record<Part, string> = { confidence: 'Conf.', localization: 'Loc.' };

export function LossTable({ images, form, classNames }: Props) {
  const trains = useLab(({ config }) => config.normalization);
  const { rows, total } = lossTable(images, form);
  const selected = useSelected(images);
  const brief = images.length > mostInFull;
  const { title, recipe, undivided } = forms[form];
  return (
    <section className={styles.form} data-testid={`loss-${form}`}>
      <h3>{title}</h3>
      <p className={styles.recipe}>{recipe}</p>
      <table className={styles.table}>
        <thead>
          <tr>
            <td />
            <th scope="col">{undivided}</th>
            {norms.map(({ id, name }) => (
              <th key={id} scope="col" data-norm={id}>
                {name}
                {form === 'training' && trains === id && <span className={styles.trains}>trains</span>}
              </th>
            ))}
          </tr>
        </thead>
        {rows.map((row, i) =>
          i === selected || !brief ? (
            <ImageRows key={imageName(i)} {...{ images, form, classNames, row }} position={i} />
          ) : (
            form === 'training' && (
              <tbody key={imageName(i)}>
                <TotalRow row={row} title={imageName(i)} name={imageName(i).toLowerCase()} testId={`${i}`} />
              </tbody>
            )
          ),
        )}
        {images.length > 1 && <BatchRows {...{ rows, total, form }} />}
      </table>
      {brief && <p className={styles.recipe}>Select an image to see its parts.</p>}
    </section>
  );
}

function ImageRows({ images, form, classNames, row, position }: Props & { row: LossRow; position: number }) {
  const { positives } = images[position];
  const name = imageName(position);
  const title = `${forms[form].title}: `;
  return (
    <tbody data-testid={`loss-${form}-${position}`}>
      <tr className={styles.image}>
        <th scope="rowgroup">{name}</th>
        <td>{positives === 0 ? 'no positives' : plural(positives, 'positive')}</td>
        {norms.map((norm) => (
          <Divisor key={norm.id} {...{ images, form, position, norm }} />
        ))}
      </tr>
      {parts.map((part) => (
        <tr key={part}>
          <th scope="row">
            <abbr title={partNames[part]}>{partAbbreviations[part]}</abbr>
          </th>
          {[null, ...norms].map((norm) => {
            const value = norm === null ? row.undivided[part] : row.divided[norm.id][part];
            const words = norm === null ? forms[form].undivided.toLowerCase() : norm.name.toLowerCase();
            const testId = `loss-${form}-${position}-${norm?.id ?? 'undivided'}-${part}`;
            return (
              <td key={words} data-testid={testId} data-value={value}>
                <Explained
                  value={digits(value)}
                  label={`${title}${partNames[part].toLowerCase()} of ${name.toLowerCase()}, ${words}`}
                  testId={`explain-${testId}`}
                >
                  <Arithmetic {...{ images, position, form, part, classNames }} norm={norm?.id ?? null} />
                </Explained>
              </td>
            );
          })}
        </tr>
      ))}
      {form === 'training' && <TotalRow row={row} title="Total" name={name.toLowerCase()} testId={`${position}`} />}
    </tbody>
  );
}

function Divisor({ images, form, position, norm }: Omit<Props, 'classNames'> & { position: number; norm: Norm }) {
  const { positives } = images[position];
  const divisor = divisors(images, norm.id)[position];
  const all = images.map((image) => image.positives);
  const counted = norm.id === 'batch' ? sum(all) : positives;
  return (
    <td data-testid={`divisor-${form}-${norm.id}-${position}`} data-value={divisor}>
      {'\u00f7'}{' '}
      <Explained
        value={counted === 0 ? 'max(1, 0)' : divisor}
        label={`Divisor of ${imageName(position).toLowerCase()}, ${norm.name.toLowerCase()}`}
        testId={`explain-divisor-${form}-${norm.id}-${position}`}
      >
        <p>
          {norm.id === 'batch'
            ? `${all.join(' + ')} = ${sum(all)}, the positives of all images.`
            : `${plural(positives, 'anchor')} of this image ${positives === 1 ? 'is' : 'are'} positive: matched to an object.`}
        </p>
        {counted === 0 && <p>Without positives there is nothing to divide by, so 1 stands in: the loss is 0.</p>}
      </Explained>
    </td>
  );
}

/** The sums over the images. */
function BatchRows({ rows, total, form }: { rows: readonly LossRow[]; total: LossRow; form: Form }) {
  const added = (values: readonly number[]) => `${values.map(digits).join(' + ')} = `;
  return (
    <tbody data-testid={`loss-${form}-batch`}>
      <tr className={styles.image}>
        <th scope="rowgroup">Batch</th>
        <td colSpan={3}>sum over the images</td>
      </tr>
      {parts.map((part) => (
        <tr key={part}>
          <th scope="row">
            <abbr title={partNames[part]}>{partAbbreviations[part]}</abbr>
          </th>
          {[null, ...norms].map((norm) => {
            const pick = (row: LossRow) => (norm === null ? row.undivided[part] : row.divided[norm.id][part]);
            const key = norm?.id ?? 'undivided';
            return (
              <td key={key} data-testid={`loss-${form}-batch-${key}-${part}`} data-value={pick(total)}>
                <Explained
                  value={digits(pick(total))}
                  label={`${partNames[part]} of the batch, ${norm?.name.toLowerCase() ?? 'not divided'}`}
                >
                  <p>
                    {added(rows.map(pick))}
                    <b>{digits(pick(total))}</b>
                  </p>
                </Explained>
              </td>
            );
          })}
        </tr>
      ))}
      {form === 'training' && <TotalRow row={total} title="Total" name="the batch" testId="batch" />}
    </tbody>
  );
}

/** Confidence and localization together: what is differentiated. */
function TotalRow({ row, title, name, testId }: { row: LossRow; title: string; name: string; testId: string }) {
  return (
    <tr className={styles.total}>
      <th scope="row">{title}</th>
      {[null, ...norms].map((norm) => {
        const { confidence, localization } = norm === null ? row.undivided : row.divided[norm.id];
        const key = norm?.id ?? 'undivided';
        return (
          <td key={key} data-testid={`loss-training-${testId}-${key}-total`} data-value={confidence + localization}>
            <Explained
              value={digits(confidence + localization)}
              label={`Total of ${name}, ${norm?.name.toLowerCase() ?? 'not divided'}`}
            >
              <p>
                {digits(confidence)} confidence + {digits(localization)} localization ={' '}
                <b>{digits(confidence + localization)}</b>
              </p>
            </Explained>
          </td>
        );
      })}
    </tr>
  );
}
