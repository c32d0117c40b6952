/** @file AP of each class at the latest evaluation, best first; a class without ground truth has no AP. */
import { BarList } from '../../charts/BarList';
import { ChartFrame } from '../../charts/ChartFrame';
import { count, dash, metric } from '../../format';
import { classColour } from '../../images/classes';
import { useLab } from '../../use-lab';
import styles from './ClassScores.module.css';

export function ClassScores() {
  const point = useLab((state) => state.run?.evals.at(-1) ?? null);
  if (point === null) return <div />;
  const classes = point.report.perClass.toSorted((a, b) => (b.ap07 ?? -1) - (a.ap07 ?? -1));
  const [known, absent] = [classes.filter(({ ap07 }) => ap07 !== null), classes.filter(({ ap07 }) => ap07 === null)];
  return (
    <ChartFrame
      title={`AP per class at step ${count(point.step)}`}
      fileName={`ap-step-${point.step}`}
      legend={<p className={styles.note}>VOC07 rule, best first.</p>}
      table={() => ({
        columns: ['class', 'ap07', 'ap12', 'ground truths', 'detections'],
        rows: classes.map((c) => [c.className, c.ap07, c.ap12, c.groundTruths, c.detections]),
      })}
    >
      <div className={styles.columns}>
        <BarList
          label="AP per class"
          testId="class-ap"
          bars={known.map(({ className, ap07, groundTruths }) => ({
            key: className,
            share: ap07,
            value: metric(ap07),
            colour: classColour(className),
            title: `${className}: ${count(groundTruths)} ground truths`,
          }))}
        />
      </div>
      {absent.length > 0 && (
        <p className={styles.note}>
          {dash} without ground truth in val: {absent.map(({ className }) => className).join(', ')}
        </p>
      )}
    </ChartFrame>
  );
}
