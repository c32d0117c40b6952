/** @file The Train stage: the curves of the run, its detections on val, its scores and its costs; before it, the plan. */
import { LessonInvitation } from '../../lesson/LessonButton';
import { useLab } from '../../use-lab';
import { PanelHead } from '../PanelHead';
import { ClassScores } from './ClassScores';
import { Costs } from './Costs';
import { Detections } from './Detections';
import { describeRun } from './describe';
import { FaultReport } from './fault/FaultReport';
import { LossCurves } from './LossCurves';
import { ScoreCurve } from './ScoreCurve';
import styles from './TrainPanel.module.css';

export function TrainPanel() {
  const { hasRun, subtitle } = useLab(({ run, config, data }) => ({
    hasRun: run !== null,
    subtitle: describeRun(run?.config ?? config, data),
  }));
  return (
    <>
      <PanelHead title="Train" inspector="Settings" subtitle={subtitle} />
      <div className={styles.panel}>
        {!hasRun && <LessonInvitation />}
        <FaultReport />
        <div className={styles.curves}>
          <LossCurves />
          <ScoreCurve />
        </div>
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
