/** @file Failures: what happened, what it means, and the way out. The lab goes on. */
import type { BackendChoice, RunRecord } from '../../experiments';
import { Button, IconButton } from '../controls/Button';
import { Icon } from '../controls/Icon';
import type { LabActions } from '../store/lab';
import type { LabState, Notice } from '../store/state';
import { isActive } from '../store/state';
import { useActions, useLab } from '../use-lab';
import styles from './Notices.module.css';

export function Notices() {
  const { notices, ...situation } = useLab(({ notices, status, data, run, config, panel, comparison }) => ({
    notices,
    status,
    data,
    run,
    backend: config.backend,
    panel,
    kept: comparison.records.find(({ id, checkpoint }) => id === run?.record && checkpoint !== null) ?? null,
  }));
  const actions = useActions();
  return (
    <div className={styles.notices} role="alert">
      {notices.map((notice) => {
        const wayOut = wayOutOf(notice, situation, actions);
        return (
          <section key={notice.id} className={styles.notice} data-testid="failure-banner" data-source={notice.source}>
            <Icon name="warning" />
            <div className={styles.text}>
              <h2 data-testid="failure-title">{notice.title}</h2>
              <p data-testid="failure-message">{notice.message}</p>
            </div>
            {wayOut !== null && (
              <Button
                className={styles.wayOut}
                onClick={() => {
                  actions.dismiss(notice.id);
                  wayOut.act();
                }}
              >
                {wayOut.label}
              </Button>
            )}
            <IconButton icon="close" label="Dismiss" onClick={() => actions.dismiss(notice.id)} />
          </section>
        );
      })}
    </div>
  );
}

interface Situation extends Pick<LabState, 'status' | 'data' | 'run' | 'panel'> {
  backend: BackendChoice;
  /** The record of the run that is shown, if it has a checkpoint. */
  kept: RunRecord | null;
}

/** The one action that most likely helps, or null. */
function wayOutOf(notice: Notice, at: Situation, actions: LabActions): { label: string; act(): void } | null {
  const { resume, accumulate } = notice;
  if (resume !== undefined) {
    return isActive(at.status) ? null : { label: 'Go on', act: () => void actions.resumeRun(resume) };
  }
  if (accumulate !== undefined && !isActive(at.status)) {
    const act = () => {
      if (at.run !== null) return void actions.goOnWith('accumulate', accumulate);
      if (actions.change('accumulate', accumulate) === null) void actions.toggleTraining();
    };
    return { label: `Train in ${accumulate} micro-batches`, act };
  }
  switch (notice.source) {
    case 'run':
      if (at.run?.fault != null) {
        // There are the ways to go on.
        return at.panel === 'train' ? null : { label: 'See the cause', act: () => actions.show('train') };
      }
      if (at.kept !== null && !isActive(at.status)) {
        const { id, checkpoint } = at.kept;
        // Paused, as what made it fail may have to change first: the learning rate, say.
        return { label: `Back to step ${checkpoint}`, act: () => void actions.resumeRun(id, { paused: true }) };
      }
      return at.run === null ? null : { label: 'Reset the run', act: () => void actions.reset() };
    case 'engine':
      if (isActive(at.status) || at.backend === 'wasm') return null;
      return { label: 'Use WASM', act: () => void actions.chooseBackend('wasm') };
    case 'data':
      return at.data === null ? { label: 'Use the built-in scenes', act: () => void actions.chooseScenes() } : null;
    case 'link':
    case 'storage':
      return null;
  }
}
