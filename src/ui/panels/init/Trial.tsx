/** @file The first steps of training from several starts, side by side: the same batches, only the scheme differs. */
import { useId, useState } from 'react';
import { Button } from '../../controls/Button';
import { plural } from '../../format';
import { Progress } from '../../shell/Progress';
import { isLocked } from '../../store/setting-actions';
import { useActions, useInspect, useLab } from '../../use-lab';
import { draftProblem, type SchemeDraft, schemeName, schemeText } from './scheme-form';
import styles from './Trial.module.css';
import { TrialResult } from './TrialResult';
import { type Contender, contenders } from './trial-curves';
import { runTrial, useTrial } from './trial-store';

const mostSteps = 500;

export function Trial({ draft }: { draft: SchemeDraft }) {
  const { config, locked, progress } = useLab((state) => ({
    config: state.config,
    locked: isLocked(state),
    progress: state.progress,
  }));
  const { cancel } = useActions();
  const api = useInspect();
  const { running, problem } = useTrial();
  const offered = offer(draft);
  const [left, setLeft] = useState<Readonly<Record<string, boolean>>>({});
  const [typed, setTyped] = useState('50');
  const field = useId();
  const chosen = offered.filter(({ scheme, usual }) => left[scheme] ?? usual);
  const steps = Number(typed);
  const unfit = !Number.isInteger(steps) || steps < 1 || steps > mostSteps;
  const start = () =>
    runTrial(api, {
      config,
      steps,
      starts: chosen.map(({ scheme }) => ({
        label: schemeName(scheme),
        reinitialize: [{ target: 'predictors', scheme }],
      })),
    });
  return (
    <section aria-label="First steps of training" data-testid="trial" data-running={running}>
      <h2>What it does to the first steps of training</h2>
      <p className={styles.note}>
        Each scheme starts the predictors anew, one after the other. All see the same batches of{' '}
        {plural(config.batch, 'image')} and have the settings of Train; nothing of it stays.
      </p>
      <fieldset className={styles.chooser} disabled={running}>
        <legend className="visually-hidden">Schemes to race</legend>
        {offered.map(({ scheme, usual }) => (
          <label key={scheme}>
            <input
              type="checkbox"
              checked={left[scheme] ?? usual}
              onChange={(event) => setLeft({ ...left, [scheme]: event.target.checked })}
              data-testid={`trial-scheme-${scheme}`}
            />
            {schemeName(scheme)}
          </label>
        ))}
      </fieldset>
      <div className={styles.start}>
        <Button
          disabled={running || locked || unfit || chosen.length === 0}
          onClick={() => void start()}
          data-testid="trial-start"
        >
          Train {chosen.length === 1 ? 'one start' : `${chosen.length} starts`}
        </Button>
        <label htmlFor={field}>Steps</label>
        <input
          id={field}
          inputMode="numeric"
          autoComplete="off"
          value={typed}
          disabled={running}
          aria-invalid={unfit}
          onChange={(event) => setTyped(event.target.value)}
          data-testid="trial-steps"
        />
        <p className={styles.note} data-testid="trial-note">
          {locked && 'A run is under way and has the engine. Reset it to race starts.'}
          {!locked && unfit && `Steps: got "${typed}"; expected 1 to ${mostSteps}.`}
          {!locked && !unfit && chosen.length === 0 && 'Choose at least one scheme.'}
        </p>
      </div>
      {running && (
        <Progress progress={progress} fallback="Training" onCancel={() => void cancel()} testId="trial-progress" />
      )}
      {problem !== null && (
        <p className={styles.note} role="status" data-testid="trial-problem">
          The trial ended early. {problem}
        </p>
      )}
      <TrialResult />
    </section>
  );
}

/** The usual contenders, and the scheme of the form if it is another. */
function offer(draft: SchemeDraft): readonly Contender[] {
  const scheme = schemeText(draft);
  const another = draftProblem(draft) === null && draft.kind !== 'prior-bias';
  if (!another || contenders.some((known) => known.scheme === scheme)) return contenders;
  return [...contenders, { scheme, colour: 'var(--series-total)', dash: '2 2', usual: false }];
}
