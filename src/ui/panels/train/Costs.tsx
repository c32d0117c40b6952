/** @file What a step costs: its stages in milliseconds, the speed, and the memory. */
import { bytes, count, milliseconds, perSecond } from '../../format';
import { useLab } from '../../use-lab';
import styles from './Costs.module.css';

type Stages = readonly { name: string; ms: number }[];

/** Those whose commands are recorded once and then queued again as one, `replay`. */
const recorded = ['forward', 'loss', 'backward', 'update', 'replay'];

/** The stages that took time; what is queued as one is one. */
function shownStages(stages: Stages): Stages {
  const taken = stages.filter(({ ms }) => ms > 0);
  if (!taken.some(({ name }) => name === 'replay')) return taken;
  const together = taken.filter(({ name }) => recorded.includes(name)).reduce((sum, { ms }) => sum + ms, 0);
  return taken
    .filter(({ name }) => name === 'replay' || !recorded.includes(name))
    .map((stage) => (stage.name === 'replay' ? { name: 'forward to update', ms: together } : stage));
}

export function Costs() {
  const { rate, info, liveTensors } = useLab(({ run }) => ({
    rate: run?.rate ?? null,
    info: run?.info ?? null,
    liveTensors: run?.steps.at(-1)?.liveTensors ?? null,
  }));
  if (rate === null) return <div />;
  const stages = shownStages(rate.stages);
  const total = Math.max(
    1e-9,
    stages.reduce((sum, { ms }) => sum + ms, 0),
  );
  const facts: [string, string][] = [
    ['Steps per second', perSecond(1000 / rate.msPerStep)],
    ['Images per second', perSecond(rate.imagesPerSecond)],
    ['Memory, now', bytes(rate.tensorBytes)],
    ['Memory, peak', bytes(rate.peakBytes)],
    ['Live tensors', count(liveTensors)],
    ['Parameters', count(info?.parameters ?? null)],
    ['Anchors', count(info?.anchors ?? null)],
  ];
  return (
    <section aria-label="Costs of a step">
      <div className={styles.head}>
        <h2>One step</h2>
        <p className={styles.total} data-testid="ms-per-step">
          {milliseconds(rate.msPerStep)}
        </p>
      </div>
      <div className={styles.bar} aria-hidden="true">
        {stages.map(({ name, ms }, i) => (
          <div
            key={name}
            className={styles.stage}
            data-tone={i % 6}
            style={{ width: `${(ms / total) * 100}%` }}
            title={name}
          />
        ))}
      </div>
      <dl className={styles.facts}>
        {stages.map(({ name, ms }, i) => (
          <div key={name} data-testid="stage-timing">
            <dt>
              <span className={styles.swatch} data-tone={i % 6} />
              {name}
            </dt>
            <dd>{milliseconds(ms)}</dd>
          </div>
        ))}
      </dl>
      <dl className={`${styles.facts} ${styles.rest}`}>
        {facts.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
