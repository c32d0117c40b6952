/** @file Losses, entropy and spread of the logits of a batch: a column for each start, and one for zero logits. */
import type { ReactNode } from 'react';
import type { LogitSummary } from '../../../worker';
import { count, dash, loss, plural } from '../../format';
import { Explained } from '../../lesson/Explained';
import { figure } from './formula';
import styles from './LogitTable.module.css';
import type { SideName } from './starts';

export interface LogitColumn {
  side: SideName;
  name: string;
  summary: LogitSummary | null;
  busy: boolean;
  problem: string | null;
}

interface TableProps {
  /** One of them at least has its summary. */
  columns: readonly LogitColumn[];
}

export function LogitTable({ columns }: TableProps) {
  const { classes, positives, layers } = columns.find(({ summary }) => summary !== null)!.summary!;
  return (
    <table
      className={styles.effects}
      aria-label="Logits of the batch"
      aria-busy={columns.some(({ busy }) => busy)}
      data-testid="logit-effects"
      data-busy={columns.some(({ busy }) => busy)}
    >
      <thead>
        <tr>
          <td />
          {columns.map(({ side, name }) => (
            <th key={side} scope="col">
              {name}
            </th>
          ))}
          <th scope="col">Zero logits</th>
        </tr>
      </thead>
      <tbody>
        <Line
          name="Confidence loss"
          columns={columns}
          testId="initial-confidence"
          read={({ confidence }) => confidence}
          explain={(summary) => <ConfidenceSum summary={summary} />}
          zero={
            <Explained value={(4 * Math.log(classes)).toFixed(3)} label="Confidence loss of zero logits">
              <p>
                Every class then has probability 1 / {classes}, so each cross-entropy is ln {classes} ={' '}
                {Math.log(classes).toFixed(4)}.
              </p>
              <p>
                One positive and its 3 hard negatives: 4 · {Math.log(classes).toFixed(4)} ={' '}
                {(4 * Math.log(classes)).toFixed(3)}, for any image.
              </p>
            </Explained>
          }
        />
        <Line
          name="Localization loss"
          columns={columns}
          testId="initial-localization"
          read={({ localization }) => localization}
          explain={(summary) => (
            <p>
              Sum of smooth L1 over the four offsets of {plural(summary.positives, 'positive')}:{' '}
              {figure(summary.localization * summary.positives)} / {count(summary.positives)} ={' '}
              {loss(summary.localization)}.
            </p>
          )}
          zero={dash}
        />
        <Line
          name="Softmax entropy, nats"
          columns={columns}
          testId="entropy"
          read={({ entropy }) => entropy}
          format={(value) => value.toFixed(3)}
          explain={({ entropy }) => (
            <>
              <p>Mean over all anchors of −Σ p ln p, at most ln {classes}.</p>
              <p>
                e^{entropy.toFixed(3)} = {Math.exp(entropy).toFixed(1)}: as undecided as among that many equal classes
                of {classes}.
              </p>
            </>
          )}
          zero={Math.log(classes).toFixed(3)}
        />
      </tbody>
      <tbody>
        {layers.map(({ name, anchors }, i) => (
          <Line
            key={name}
            name={`Std of logits, map ${name}`}
            columns={columns}
            testId={`logit-std-${i}`}
            read={({ layers }) => layers[i]?.std ?? Number.NaN}
            explain={({ layers }) =>
              layers[i] && (
                <p>
                  Over {count(anchors)} anchors · {classes} classes · the images of the batch; their mean is{' '}
                  {figure(layers[i].mean)}.
                </p>
              )
            }
            zero="0"
          />
        ))}
      </tbody>
      <caption className={styles.note}>
        Losses by the {plural(positives, 'positive')} of the batch, with 3 hard negatives each.
      </caption>
    </table>
  );
}

function ConfidenceSum({ summary: { confidence, positives, classes } }: { summary: LogitSummary }) {
  if (positives === 0) return <p>No image of this batch has an object, so the loss is 0.</p>;
  return (
    <>
      <p>
        Cross-entropy of {plural(positives, 'positive')} and {plural(3 * positives, 'hard negative')}, by the positives:{' '}
        {figure(confidence * positives)} / {count(positives)} = {loss(confidence)}.
      </p>
      <p>
        {(confidence / (4 * Math.log(classes))).toFixed(2)} times that of zero logits: hard negatives are mined, so any
        spread of the logits makes them worse than chance.
      </p>
    </>
  );
}

interface LineProps {
  name: string;
  columns: readonly LogitColumn[];
  testId: string;
  read(summary: LogitSummary): number;
  format?(value: number): string;
  explain(summary: LogitSummary): ReactNode;
  zero: ReactNode;
}

function Line({ name, columns, testId, read, format = loss, explain, zero }: LineProps) {
  return (
    <tr>
      <th scope="row">{name}</th>
      {columns.map(({ side, name: when, summary }) => (
        <td key={side} data-testid={`${testId}-${side}`} data-value={summary === null ? undefined : read(summary)}>
          {summary === null ? (
            dash
          ) : (
            <Explained value={format(read(summary))} label={`${name}, ${when.toLowerCase()}`}>
              {explain(summary)}
            </Explained>
          )}
        </td>
      ))}
      <td>{zero}</td>
    </tr>
  );
}
