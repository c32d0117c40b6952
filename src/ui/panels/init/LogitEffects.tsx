/** @file What the start does to the logits of the batch: their spread by map, the entropy of the softmax, the first loss. */
import { defaultView } from '../../../experiments';
import { tutorialModel } from '../../../ssd';
import { Button } from '../../controls/Button';
import { plural } from '../../format';
import { useAnswer } from '../../inspection/answer';
import { BatchStrip } from '../../inspection/BatchStrip';
import { isTutorial, type LookedAt } from '../../inspection/model';
import { useActions, useLab } from '../../use-lab';
import styles from './LogitEffects.module.css';
import { type LogitColumn, LogitTable } from './LogitTable';
import type { Starts } from './starts';

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
      <Button onClick={() => look({ batch: defaultView.batch, image: null })}>Use images of the data set</Button>
    </div>
  );
}

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
  const columns: LogitColumn[] = [
    { side: 'before', name: changed ? 'Before' : 'As it starts', ...answers.before },
    ...(changed ? [{ side: 'after', name: 'After', ...answers.after } as const] : []),
    ...(run ? [{ side: 'run', name: `Step ${run.step}`, ...answers.run } as const] : []),
  ];
  const problem = columns.find((column) => column.problem !== null)?.problem ?? null;
  if (problem !== null) return <p className={styles.problem}>{problem}</p>;
  if (columns.every(({ summary }) => summary === null)) return <p className={styles.note}>Computing the logits.</p>;
  return <LogitTable columns={columns} />;
}
