/** @file The Loss stage: one batch under both normalizations at once. */
import { Segmented } from '../../controls/Segmented';
import { ModelBar } from '../../inspection/ModelBar';
import { isTutorial } from '../../inspection/model';
import { Progress } from '../../shell/Progress';
import { useActions, useLab } from '../../use-lab';
import { PanelHead } from '../PanelHead';
import { BatchBuilder } from './BatchBuilder';
import { Crowding } from './Crowding';
import { LiveNorms } from './LiveNorms';
import { DivisorNote, RescalingNote } from './LossNotes';
import styles from './LossPanel.module.css';
import { LossTable } from './LossTables';
import { Shares } from './Shares';
import { useBatchLoss } from './use-batch-loss';

export function LossPanel() {
  const tutorial = useLab(({ view }) => isTutorial(view.batch[0]));
  const { value: images, classNames, busy, problem } = useBatchLoss();
  return (
    <>
      <PanelHead
        title="Loss"
        inspector="Batch"
        subtitle="The same sums, divided by the positives of the batch or by those of each image"
      />
      <div className={styles.bar}>
        <ModelBar />
        {tutorial && <Predictions />}
      </div>
      <div className={styles.panel}>
        <BatchBuilder images={images} />
        {problem !== null && <p className={styles.problem}>{problem}</p>}
        {images === null ? (
          problem === null && <Waiting />
        ) : (
          <div className={styles.panel} aria-busy={busy} data-testid="loss-results">
            <section aria-label="Both normalizations">
              <h2>Both normalizations</h2>
              <div className={styles.forms}>
                <LossTable images={images} form="training" classNames={classNames} />
                {tutorial ? (
                  <>
                    <LossTable images={images} form="printed" classNames={classNames} />
                    <LossTable images={images} form="mean" classNames={classNames} />
                  </>
                ) : (
                  <div className={styles.notes}>
                    <DivisorNote images={images} />
                  </div>
                )}
              </div>
              {tutorial ? (
                <div className={styles.notes}>
                  <RescalingNote images={images} />
                  <DivisorNote images={images} />
                </div>
              ) : (
                <details className={styles.more}>
                  <summary>As the tutorial prints such losses</summary>
                  <div className={styles.forms}>
                    <LossTable images={images} form="printed" classNames={classNames} />
                    <LossTable images={images} form="mean" classNames={classNames} />
                  </div>
                  <RescalingNote images={images} />
                </details>
              )}
            </section>
            <Shares images={images} />
            <Crowding images={images} />
          </div>
        )}
        <LiveNorms />
      </div>
    </>
  );
}

/** What predicts on the dummy images. */
function Predictions() {
  const { predictions, isSsd300 } = useLab(({ view, config }) => ({
    predictions: view.predictions,
    isSsd300: config.model === 'ssd_300_vgg16_atrous',
  }));
  const { look } = useActions();
  const options = [
    { value: 'random' as const, label: 'Random', title: 'Logits in [-3, 3) and offsets in [-2, 2) from a seed' },
    { value: 'zero' as const, label: 'Zero logits', title: 'Every class equally likely' },
    ...(isSsd300 ? [{ value: 'model' as const, label: 'The model' }] : []),
  ];
  return (
    <Segmented
      label="Predictions"
      value={predictions}
      options={options}
      onChange={(next) => look({ predictions: next })}
      testId="predictions-switch"
    />
  );
}

function Waiting() {
  const { progress, ready } = useLab(({ progress, dataStatus, engine }) => ({
    progress,
    ready: dataStatus === 'ready' && engine !== null,
  }));
  const { cancel } = useActions();
  const fallback = ready ? 'Computing the loss of the batch' : 'Waiting for the engine and the data';
  return <Progress progress={progress} fallback={fallback} onCancel={() => void cancel()} testId="loss-progress" />;
}
