/** @file The Data stage: what the set holds, how it is spread, the images themselves, and what was refused. */
import { Button } from '../../controls/Button';
import { Progress } from '../../shell/Progress';
import { useActions, useLab } from '../../use-lab';
import { PanelHead } from '../PanelHead';
import { AnchorAdvisor } from './AnchorAdvisor';
import { BringData } from './BringData';
import { Browser } from './Browser';
import styles from './DataPanel.module.css';
import { Distributions } from './Distributions';
import { KeepData } from './KeepData';
import { ImportReport } from './report/ImportReport';
import { Summary } from './Summary';

export function DataPanel() {
  const { data, status, progress } = useLab(({ data, dataStatus, progress }) => ({
    data,
    status: dataStatus,
    progress,
  }));
  const { cancel, chooseScenes } = useActions();
  return (
    <>
      <PanelHead title="Data" inspector="Data set" subtitle={data?.name ?? null}>
        {data !== null && <Summary data={data} />}
      </PanelHead>
      {data?.notes.map((note) => (
        <p key={note} className={styles.note}>
          {note}
        </p>
      ))}
      {status === 'loading' && (
        <Progress
          progress={progress}
          fallback="Loading the data set"
          onCancel={() => void cancel()}
          testId="data-progress"
        />
      )}
      {data !== null && <KeepData />}
      {data === null && status === 'awaiting-files' && (
        <section className={styles.empty}>
          <h2>This link trains on VOC data</h2>
          <p>
            The images stay with you, so a link cannot carry them. Bring the folder or archive that the link was made
            with.
          </p>
          <BringData />
          <Button look="quiet" onClick={() => void chooseScenes()}>
            Use the built-in scenes instead
          </Button>
        </section>
      )}
      {data === null && status === 'failed' && (
        <section className={styles.empty}>
          <h2>No data set is loaded</h2>
          <p>The message above says why. Try again, or bring VOC data.</p>
          <Button onClick={() => void chooseScenes()}>Load the built-in scenes</Button>
          <BringData />
        </section>
      )}
      {data !== null && (
        <div className={styles.panel} aria-busy={status === 'loading'}>
          <Browser data={data} />
          <Distributions data={data} />
          <ImportReport findings={data.findings} />
          <AnchorAdvisor />
        </div>
      )}
    </>
  );
}
