/** @file Sets up a comparison: what is compared, how often, how fairly, what it costs; and the queue below. */
import { initializerIds } from '../../../../experiments';
import { Group } from '../../../settings/Group';
import { useActions, useLab } from '../../../use-lab';
import { initializerNames } from '../../train/tricks';
import { CustomArms } from './CustomArms';
import { asksForInitializers, customDrafts, nameOf, planOf } from './draft';
import { changeDraft, useDraft } from './draft-store';
import { Fairness } from './Fairness';
import { SelectField, TextField } from './Field';
import { PlanSummary } from './PlanSummary';
import { Questions } from './Questions';
import { Queue } from './Queue';
import styles from './SetUp.module.css';

const initializers = initializerIds.map((value) => ({ value, label: initializerNames[value] }));

export function SetUp() {
  const { config, run, records, backend } = useLab(({ config, run, comparison, engine }) => ({
    config,
    run,
    records: comparison.records,
    backend: engine?.backend ?? null,
  }));
  const { queueExperiment } = useActions();
  const draft = useDraft();
  const { plan, problems } = planOf(draft, config);
  const [without, with_] = draft.initializers;
  return (
    <div className={styles.setUp}>
      <Questions value={draft.question} onChange={(question) => changeDraft({ question })} />
      <div className={styles.columns}>
        <div className={styles.form}>
          {asksForInitializers(draft) && (
            <Group title="Initializers">
              <SelectField
                label="Without the trick"
                testId="compare-initializer-0"
                value={without}
                options={initializers}
                onChange={(id) => changeDraft({ initializers: [id as typeof without, with_] })}
              />
              <SelectField
                label="With it"
                testId="compare-initializer-1"
                value={with_}
                options={initializers}
                problem={problems.initializers}
                onChange={(id) => changeDraft({ initializers: [without, id as typeof with_] })}
                help={
                  config.reinitialize.length > 0 &&
                  'The re-initialisations of the Init stage come after it in every arm, and may overrule it.'
                }
              />
            </Group>
          )}
          {draft.question === 'custom' && (
            <Group title="Arms">
              <CustomArms
                arms={customDrafts(draft, config)}
                config={config}
                problems={problems}
                onChange={(arms) => changeDraft({ arms })}
              />
            </Group>
          )}
          <Group title="Amount">
            <TextField
              label="Seeds"
              testId="compare-seeds"
              value={draft.seeds}
              problem={problems.seeds}
              onChange={(seeds) => changeDraft({ seeds })}
              help="Arms are compared seed by seed. An interval needs two; below three, single runs are shown."
            />
            <TextField
              label="First seed"
              testId="compare-first-seed"
              value={draft.firstSeed}
              problem={problems.firstSeed}
              onChange={(firstSeed) => changeDraft({ firstSeed })}
            />
            <TextField
              label="Steps"
              testId="compare-steps"
              value={draft.steps ?? String(config.steps)}
              problem={problems.steps}
              onChange={(steps) => changeDraft({ steps })}
            />
          </Group>
          <Fairness
            draft={draft}
            batch={config.batch}
            learningRate={config.optimizer.learningRate}
            onChange={changeDraft}
          />
        </div>
        <PlanSummary
          plan={plan}
          measured={{ run, records, backend }}
          onQueue={(queued) => void queueExperiment(nameOf(draft, queued), queued)}
        />
      </div>
      <Queue />
    </div>
  );
}
