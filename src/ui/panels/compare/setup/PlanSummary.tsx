/** @file The plan before it is queued: its arms, what differs among them, what it costs, and the one button. */
import { type ComparePlan, configDifferences, lockSteps } from '../../../../experiments';
import { Button } from '../../../controls/Button';
import { count, duration, milliseconds, plural } from '../../../format';
import { leafName } from '../leaf-name';
import { lookOf } from '../look';
import { type Cost, costOf, type Measured, timeOf } from './cost';
import styles from './PlanSummary.module.css';

interface Props {
  /** Null while a field is refused. */
  plan: ComparePlan | null;
  measured: Measured;
  onQueue(plan: ComparePlan): void;
}

export function PlanSummary({ plan, measured, onQueue }: Props) {
  const cost = plan && costOf(plan);
  return (
    <section className={styles.plan} aria-label="Plan" data-testid="compare-plan">
      <h2>Plan</h2>
      {plan === null || cost === null ? (
        <p className={styles.note}>A field is refused; its reason stands beside it.</p>
      ) : (
        <>
          <Arms plan={plan} />
          <Costs plan={plan} cost={cost} measured={measured} />
        </>
      )}
      <Button
        look="primary"
        icon="play"
        disabled={plan === null}
        data-testid="compare-queue"
        onClick={() => plan !== null && onQueue(plan)}
      >
        Queue {cost === null ? 'runs' : plural(cost.runs, 'run')}
      </Button>
    </section>
  );
}

function Arms({ plan: { arms } }: { plan: ComparePlan }) {
  const configs = arms.map(({ config }) => ({ ...config, seed: 0 }));
  const differences = configDifferences(configs);
  const inLockStep = lockSteps(configs.map((config) => ({ config }))).length === 1;
  return (
    <div>
      <ol className={styles.arms}>
        {arms.map(({ name }, i) => (
          <li key={name}>
            <b>{lookOf(i).letter}</b> {name}
            {i === 0 && name !== 'baseline' && <span className={styles.note}> (baseline)</span>}
          </li>
        ))}
      </ol>
      <p className={styles.note} data-testid="compare-differs">
        What differs: {differences.map(({ path }) => leafName(path).toLowerCase()).join('; ')}. Under each seed all else
        is the same{inLockStep && ', to the order of the images'}.
      </p>
    </div>
  );
}

interface CostsProps {
  plan: ComparePlan;
  cost: Cost;
  measured: Measured;
}

function Costs({ plan: { arms, seeds }, cost: { runs, tuning, trainings }, measured }: CostsProps) {
  const time = timeOf(trainings, measured);
  const lengths = [...new Set(trainings.map(({ steps }) => steps))];
  return (
    <dl className={styles.facts}>
      <dt>Runs</dt>
      <dd data-testid="compare-runs" data-value={runs}>
        {count(runs)}
        <small>
          {plural(arms.length, 'arm')} under {plural(seeds.length, 'seed')}, {seedsInWords(seeds)}
          {tuning > 0 && `, after ${plural(tuning, 'run')} that choose the learning rates`}
        </small>
      </dd>
      <dt>Trainings</dt>
      <dd data-testid="compare-trainings" data-value={trainings.length}>
        {count(trainings.length)}, {lengths.map(count).join(' or ')} steps each
        {trainings.length < runs && <small>Arms that differ in the decoder alone share one.</small>}
      </dd>
      <dt>Time</dt>
      <dd data-testid="compare-time" data-value={time?.ms}>
        {time === null ? (
          <>
            unknown
            <small>No step of this model and batch was timed here yet.</small>
          </>
        ) : (
          <>
            about {duration(time.ms)}
            <small>
              {milliseconds(time.pace.msPerStep)} a step, as in {time.pace.source}; evaluations on val come on top.
            </small>
          </>
        )}
      </dd>
    </dl>
  );
}

function seedsInWords(seeds: readonly number[]): string {
  return seeds.length === 1 ? String(seeds[0]) : `${seeds[0]} to ${seeds.at(-1)}`;
}
