/** @file What the start does to the logits of the batch: their spread by map, the entropy of the softmax, the first loss. */
import type { ReactNode } from 'react';
import { tutorialBatch } from '../../../experiments';
import { tutorialModel } from '../../../ssd';
import type { LogitSummary } from '../../../worker';
import { Button } from '../../controls/Button';
import { count, dash, loss, plural } from '../../format';
import { useAnswer } from '../../inspection/answer';
import { BatchStrip } from '../../inspection/BatchStrip';
import { isTutorial, type LookedAt } from '../../inspection/model';
import { Explained } from '../../lesson/Explained';
import { useActions, useLab } from '../../use-lab';
import { figure } from './formula';
import styles from './LogitEffects.module.css';
import type { SideName, Starts } from './starts';

interface Column {
  side: SideName;
  name: string;
  summary: LogitSummary | null;
  busy: boolean;
  problem: string | null;
}

export function LogitEffects({ starts }: { starts: Starts }) {
  const { batch, model } = useLab(({ view, config }) => ({ batch: view.batch, model: config.model }));
  const foreign = isTutorial(batch[0]) && model !== tutorialModel;
  return (
    <section aria-label="Effect on the logits">
      <h2>What it does to the logits</h2>
      <p className={styles.note}>One forward pass of these {plural(batch.length, 'image')}, before any training.</p>
      <BatchStrip />
      {foreign ? <Foreign /> : <Effects starts={starts} />}
    </section>
  );
}

/** The tutorial's images are matched against SSD300; another model has no logits for them. */
function Foreign() {
  const { change, look } = useActions();
  return (
    <div className={styles.foreign}>
      <p>The tutorial's images belong to SSD300, and this model is another.</p>
      <Button onClick={() => change('model', tutorialModel)}>Use SSD300, 26 million weights</Button>
      <Button onClick={() => look({ batch: defaultBatch, image: null })}>Use images of the data set</Button>
    </div>
  );
}

const defaultBatch = tutorialBatch.map(({ index }) => ({ split: 'train', index }) as const);

function useLogits(model: LookedAt | null) {
  const batch = useLab(({ view }) => view.batch);
  const name = useLab(({ data }) => data?.name ?? null);
  const images = batch.map(({ split, index }) => `${split}.${index}`).join(' ');
  const key = model?.ready ? `logits ${name} ${model.key} ${images}` : null;
  const { config, weights } = model ?? {};
  const answer = useAnswer(key, (api) =>
    api.logitSummary({ config: config!, weights: weights!, images: batch, predictions: 'model' }),
  );
  return { ...answer, summary: key === null ? null : answer.value };
}

function Effects({ starts: { before, after, run, changed } }: { starts: Starts }) {
  const answers = { before: useLogits(before), after: useLogits(changed ? after : null), run: useLogits(run) };
  const columns: Column[] = [
    { side: 'before', name: changed ? 'Before' : 'As it starts', ...answers.before },
    ...(changed ? [{ side: 'after', name: 'After', ...answers.after } as const] : []),
    ...(run ? [{ side: 'run', name: `Step ${run.step}`, ...answers.run } as const] : []),
  ];
  const first = columns.find(({ summary }) => summary !== null)?.summary ?? null;
  const problem = columns.find((column) => column.problem !== null)?.problem ?? null;
  if (problem !== null) return <p className={styles.problem}>{problem}</p>;
  if (first === null) return <p className={styles.note}>Computing the logits.</p>;
  const { classes, positives } = first;
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
        {first.layers.map(({ name, anchors }, i) => (
          <Line
            key={name}
            name={`Std of logits, map ${name}`}
            columns={columns}
            testId={`logit-std-${i}`}
            read={({ layers }) => layers[i]?.std ?? Number.NaN}
            explain={({ layers }) => (
              <p>
                Over {count(anchors)} anchors · {classes} classes · the images of the batch; their mean is{' '}
                {figure(layers[i].mean)}.
              </p>
            )}
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
  columns: readonly Column[];
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
