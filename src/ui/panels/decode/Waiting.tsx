/** @file What stands in place of the images until there are predictions: what is being done, or what is missing. */
import { Button } from '../../controls/Button';
import { Progress } from '../../shell/Progress';
import { useActions, useLab } from '../../use-lab';
import styles from './BothDecoders.module.css';

export function Waiting() {
  const { progress, dataStatus, engine, opening, preparing } = useLab((state) => ({
    progress: state.progress,
    dataStatus: state.dataStatus,
    engine: state.engine,
    opening: state.engineOpening,
    preparing: state.status === 'preparing',
  }));
  const { cancel, show } = useActions();
  if (dataStatus === 'awaiting-files' || dataStatus === 'failed') {
    return (
      <p className={styles.waiting}>
        The model has a logit for each class of the data, so it needs data first.{' '}
        <Button onClick={() => show('data')}>Choose data</Button>
      </p>
    );
  }
  if (engine === null && !opening) return <p className={styles.waiting}>No engine is open; see the message above.</p>;
  const doing = (): string => {
    if (engine === null) return 'Opening the engine';
    if (dataStatus !== 'ready') return 'Loading the data set';
    return preparing ? 'Building the model of the run' : 'Building the model and predicting this image';
  };
  return (
    <div className={styles.waiting}>
      <Progress progress={progress} fallback={doing()} onCancel={() => void cancel()} testId="decode-progress" />
    </div>
  );
}
