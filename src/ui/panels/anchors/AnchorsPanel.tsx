/** @file The Anchors stage: one image, its objects, and which anchors are matched to them. */
import { BatchStrip } from '../../inspection/BatchStrip';
import { ModelBar } from '../../inspection/ModelBar';
import { isTutorial } from '../../inspection/model';
import { Progress } from '../../shell/Progress';
import { useActions, useLab } from '../../use-lab';
import { PanelHead } from '../PanelHead';
import { AnchorCanvas } from './AnchorCanvas';
import styles from './AnchorsPanel.module.css';
import { BoxTools } from './BoxTools';
import { Counts } from './Counts';
import { Maps } from './Maps';
import { Recall } from './Recall';
import { Roles } from './Roles';
import { Settled } from './Settled';
import { Thresholds } from './Thresholds';
import { useMatching } from './use-matching';

/** Made once, so that React leaves them alone under a dragged box. */
const bar = <ModelBar />;
const recall = <Recall />;
const batch = (
  <div className={styles.batch}>
    <BatchStrip />
  </div>
);

export function AnchorsPanel() {
  const { matching, problem } = useMatching();
  return (
    <>
      <PanelHead
        title="Anchors"
        inspector="Matching"
        subtitle={
          matching && `${matching.subject.image.id}, ${matching.spec.inputSize} × ${matching.spec.inputSize} px`
        }
      />
      {bar}
      {matching === null && problem === null && <Waiting />}
      {problem !== null && <p className={styles.problem}>The image cannot be shown: {problem}</p>}
      {matching !== null && (
        <div className={styles.panel}>
          <div className={styles.view}>
            <AnchorCanvas matching={matching} />
            <Counts matching={matching} />
            <BoxTools matching={matching} />
            <Settled matching={matching} />
          </div>
          <div className={styles.controls}>
            {batch}
            <Thresholds
              iouThreshold={matching.iouThreshold}
              negativeRatio={matching.negativeRatio}
              tutorial={isTutorial(matching.subject.ref)}
            />
            <Roles matching={matching} />
            <Maps matching={matching} />
          </div>
        </div>
      )}
      {matching !== null && recall}
    </>
  );
}

/** Before the first image there may be data to load, or none to be had. */
function Waiting() {
  const { dataStatus, progress } = useLab(({ dataStatus, progress }) => ({ dataStatus, progress }));
  const { cancel, show } = useActions();
  if (dataStatus === 'loading' || dataStatus === 'ready') {
    return (
      <Progress
        progress={progress}
        fallback={dataStatus === 'loading' ? 'Loading the data set' : 'Fetching the image'}
        onCancel={() => void cancel()}
        testId="anchors-progress"
      />
    );
  }
  return (
    <p className={styles.none}>
      There is no image to match yet.{' '}
      <button type="button" onClick={() => show('data')}>
        Choose a data set
      </button>
    </p>
  );
}
