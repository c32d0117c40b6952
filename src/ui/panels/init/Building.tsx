/** @file What stands in the stage until there is a model to show: what is being done, or why there is none. */
import { Button } from '../../controls/Button';
import { Progress } from '../../shell/Progress';
import { useActions, useLab } from '../../use-lab';
import styles from './Building.module.css';
import type { Starts } from './starts';

export function Building({ starts, problem }: { starts: Starts; problem: string | null }) {
  const { progress, dataStatus, engine, opening, status } = useLab((state) => ({
    progress: state.progress,
    dataStatus: state.dataStatus,
    engine: state.engine,
    opening: state.engineOpening,
    status: state.status,
  }));
  const { cancel, show } = useActions();
  if (problem !== null) {
    return (
      <p className={styles.words} role="alert" data-testid="init-problem">
        The model could not be built. {problem}
      </p>
    );
  }
  if (engine === null && !opening)
    return <p className={styles.words}>No compute engine is open; see the message above.</p>;
  if (dataStatus === 'awaiting-files' || dataStatus === 'failed') {
    return (
      <p className={styles.words}>
        The predictors have a logit for each class, so the model needs data first.{' '}
        <Button onClick={() => show('data')}>Choose data</Button>
      </p>
    );
  }
  const doing = !starts.after.ready
    ? status === 'preparing'
      ? 'Building the model of the run'
      : engine === null
        ? 'Opening the engine'
        : 'Loading the data set'
    : 'Building the model';
  return <Progress progress={progress} fallback={doing} onCancel={() => void cancel()} testId="init-progress" />;
}
