/** @file Before any run is kept: how one comes here. */
import { Button } from '../../../controls/Button';
import { canTrain } from '../../../store/run-actions';
import { isActive } from '../../../store/state';
import { useActions, useLab } from '../../../use-lab';
import { ImportRuns } from './ImportRuns';
import styles from './NoRuns.module.css';

export function NoRuns({ opening }: { opening: boolean }) {
  const { ready, active } = useLab((state) => ({ ready: canTrain(state), active: isActive(state.status) }));
  const { toggleTraining } = useActions();
  if (opening) return <p className={styles.words}>Reading what is kept.</p>;
  return (
    <div className={styles.empty} data-testid="runs-empty">
      <p className={styles.words}>
        A run is kept here as soon as it is trained, with its curves, its detections over the steps and its weights.
        None is ever overwritten.
      </p>
      <div className={styles.buttons}>
        <Button look="primary" icon="play" disabled={!ready || active} onClick={() => void toggleTraining()}>
          Train
        </Button>
        <ImportRuns />
      </div>
      <p className={styles.note}>
        Import takes bundles of this lab (.ssdlab.zip) and results of the headless command (.json); files may be dropped
        here too.
      </p>
    </div>
  );
}
