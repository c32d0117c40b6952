/** @file Before the first step: what the run will do and what to look for. */
import { Button } from '../../controls/Button';
import { count, plural } from '../../format';
import { canTrain } from '../../store/run-actions';
import { useActions, useLab } from '../../use-lab';
import { blindLoss, describeSchedule, evaluations, evenLoss, optimizerNames } from './describe';
import styles from './Plan.module.css';

export function Plan() {
  const { config, data, dataStatus, waiting } = useLab((state) => ({
    config: state.run?.config ?? state.config,
    data: state.data,
    dataStatus: state.dataStatus,
    waiting: state.status === 'preparing' || !canTrain(state),
  }));
  const { toggleTraining, show } = useActions();
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
              : `The confidence loss begins near ${Math.round(evenLoss(classes))} or above. Below ${blindLoss(classes).toFixed(2)} the network does better than any guess that does not look at the image.`}
          </p>
        </li>
      </ol>
      <Button
        look="primary"
        icon="play"
        disabled={waiting}
        onClick={() => void toggleTraining()}
        aria-keyshortcuts="Space"
      >
        Train
      </Button>
      <p className={styles.hint}>or press Space</p>
    </section>
  );
}

function epochs(images: number, split: number): string {
  const passes = images / Math.max(1, split);
  if (Math.abs(passes - 1) < 0.005) return 'one pass';
  return passes < 1 ? `${(passes * 100).toFixed(0)}%` : `${passes.toFixed(1)} passes`;
}
