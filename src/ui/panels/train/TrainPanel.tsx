/** @file The Train stage: the plan before a run; then its curves, its detections on val, its scores and its costs. */
import { Progress } from '../../shell/Progress';
import { useActions, useLab } from '../../use-lab';
import { PanelHead } from '../PanelHead';
import { ClassScores } from './ClassScores';
import { Costs } from './Costs';
import { Detections } from './Detections';
import { describeRun } from './describe';
import { LossCurves } from './LossCurves';
import { Plan } from './Plan';
import { ScoreCurve } from './ScoreCurve';
import styles from './TrainPanel.module.css';

export function TrainPanel() {
  const { hasRun, begun, status, progress, subtitle } = useLab(({ run, status, progress, config, data }) => ({
    hasRun: run !== null,
    begun: (run?.steps.length ?? 0) > 0,
    status,
    progress,
    subtitle: describeRun(run?.config ?? config, data),
  }));
  const { cancel } = useActions();
  return (
    <>
      <PanelHead title="Train" inspector="Settings" subtitle={subtitle} />
      {status === 'preparing' && (
        <Progress
          progress={progress}
          fallback="Building the model"
          onCancel={() => void cancel()}
          testId="prepare-progress"
        />
      )}
      <div className={styles.panel}>
        {begun ? (
          <div className={styles.curves}>
            <LossCurves />
            <ScoreCurve />
          </div>
        ) : (
          <Plan />
        )}
        <Detections />
        {hasRun && (
          <div className={styles.details}>
            <ClassScores />
            <Costs />
          </div>
        )}
      </div>
    </>
  );
}
