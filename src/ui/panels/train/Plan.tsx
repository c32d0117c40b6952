/** @file Before the first step: what the run will do and what to look for. */
import { Button } from '../../controls/Button';
import { count, plural } from '../../format';
import { useActions, useLab } from '../../use-lab';
import { blindLoss, describeSchedule, evaluations, evenLoss, optimizerNames } from './describe';
import styles from './Plan.module.css';

export function Plan() {
  const { config, data, dataStatus } = useLab((state) => ({
    config: state.run?.config ?? state.config,
    data: state.data,
    dataStatus: state.dataStatus,
  }));
  const { show } = useActions();
  const { steps, batch, optimizer, evalEvery } = config;
  const images = steps * batch;
  const classes = data?.classes.length ?? null;
  if (dataStatus === 'awaiting-files' || dataStatus === 'failed') {
    return (
      <section className={styles.plan} aria-label="What is missing">
        <p>There is no data to train on yet.</p>
        <Button onClick={() => show('data')}>Choose data</Button>
      </section>
    );
  }
  return (
    <section className={styles.plan} aria-label="What will happen">
      <ol className={styles.steps}>
        <li>
          <h2>Learn</h2>
          <p>
            {plural(steps, 'step')} of {plural(batch, 'image')}: {count(images)} images
            {data !== null && `, ${epochs(images, data.train.images)} of the train split`}.{' '}
            {optimizerNames[optimizer.kind]} {describeSchedule(optimizer)}.
          </p>
        </li>
        <li>
          <h2>Check</h2>
          <p>
            {evalEvery === 0 ? 'At the end' : `Every ${plural(evalEvery, 'step')}`} the network is tried on{' '}
            {data === null ? 'the val images' : plural(data.val.images, 'val image')} that it never trains on:{' '}
            {plural(evaluations(config), 'evaluation')}.
          </p>
        </li>
        <li>
          <h2>Watch</h2>
          <p>
            {classes === null
              ? 'The confidence loss falls as the network learns.'
              : `The confidence loss begins near ${evenLoss(classes).toFixed(1)} or above. Below ${blindLoss(classes).toFixed(2)} the network does better than any guess that does not look at the image.`}
          </p>
        </li>
      </ol>
    </section>
  );
}

function epochs(images: number, split: number): string {
  const passes = images / Math.max(1, split);
  if (Math.abs(passes - 1) < 0.005) return 'one pass';
  return passes < 1 ? `${(passes * 100).toFixed(0)}%` : `${passes.toFixed(1)} passes`;
}
