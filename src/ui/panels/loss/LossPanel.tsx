/** @file The Loss stage: one batch under both normalizations at once. */
import type { ImageLossTerms } from '../../../worker';
import { ModelBar } from '../../inspection/ModelBar';
import { isTutorial } from '../../inspection/model';
import { PredictionsSwitch } from '../../inspection/PredictionsSwitch';
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
        <PredictionsSwitch />
      </div>
      <div className={styles.panel}>
        <BatchBuilder images={images} />
        {problem !== null && <p className={styles.problem}>{problem}</p>}
        {images === null ? (
          problem === null && <Waiting />
        ) : (
          <div className={styles.panel} aria-busy={busy} data-testid="loss-results">
            {tutorial ? (
              <TutorialLayout images={images} classNames={classNames} />
            ) : (
              <BatchLayout images={images} classNames={classNames} />
            )}
            <Crowding images={images} />
          </div>
        )}
        <LiveNorms />
      </div>
    </>
  );
}

interface Results {
  images: readonly ImageLossTerms[];
  classNames: readonly string[];
}

/** Two images and all forms of their loss, side by side, with what the tutorial says of them. */
function TutorialLayout({ images, classNames }: Results) {
  return (
    <>
      <section aria-label="Both normalizations">
        <h2>Both normalizations</h2>
        <div className={styles.forms}>
          {(['training', 'printed', 'mean'] as const).map((form) => (
            <LossTable key={form} images={images} form={form} classNames={classNames} />
          ))}
        </div>
        <div className={styles.notes}>
          <RescalingNote images={images} />
          <DivisorNote images={images} />
        </div>
      </section>
      <Shares images={images} />
    </>
  );
}

/** Any number of images: the loss that trains, and beside it the shares; the tutorial's forms on demand. */
function BatchLayout({ images, classNames }: Results) {
  return (
    <div className={styles.beside}>
      <section aria-label="Both normalizations">
        <h2>Both normalizations</h2>
        <LossTable images={images} form="training" classNames={classNames} />
        <details className={styles.more}>
          <summary>As the tutorial prints such losses</summary>
          <LossTable images={images} form="printed" classNames={classNames} />
          <RescalingNote images={images} />
          <LossTable images={images} form="mean" classNames={classNames} />
        </details>
      </section>
      <div>
        <Shares images={images} />
        <DivisorNote images={images} />
      </div>
    </div>
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
