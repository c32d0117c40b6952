/** @file Why a run left the finite numbers: what went first, where, and why, with the numbers; and how to go on. */
import { type ReactNode, useId, useState } from 'react';
import {
  describeAnchor,
  describeCause,
  describeImage,
  describeObject,
  describeTerm,
  largestWeights,
  type FaultReport as Report,
  short,
} from '../../../../ssd';
import { Button } from '../../../controls/Button';
import { count } from '../../../format';
import { isActive } from '../../../store/state';
import { useActions, useLab } from '../../../use-lab';
import styles from './FaultReport.module.css';
import { FaultyBatch } from './FaultyBatch';
import { waysOn } from './ways-on';

const shownLayers = 5;

export function FaultReport() {
  const report = useLab(({ run, status }) => (run === null || isActive(status) ? null : run.fault));
  const title = useId();
  if (report === null) return null;
  const facts: [string, string | null][] = [
    ['First not finite', describeTerm(report)],
    ['Image', describeImage(report)],
    ['Object', describeObject(report)],
    ['Anchor', describeAnchor(report)],
    ['Cause', describeCause(report)],
  ];
  return (
    <section className={styles.report} aria-labelledby={title} data-testid="fault-report" data-cause={report.cause}>
      <h2 id={title}>Why training stopped</h2>
      <dl className={styles.facts}>
        {facts.map(([name, value]) => value !== null && <Fact key={name} name={name} value={value} />)}
      </dl>
      <WaysOn report={report} />
      <div className={styles.tables}>
        <LastSteps report={report} />
        <LargestWeights report={report} />
      </div>
      <Replay report={report} />
    </section>
  );
}

function Fact({ name, value }: { name: string; value: string }) {
  return (
    <div data-testid={`fault-${name.toLowerCase().replaceAll(' ', '-')}`}>
      <dt>{name}</dt>
      <dd>{value.charAt(0).toUpperCase() + value.slice(1)}</dd>
    </div>
  );
}

function WaysOn({ report }: { report: Report }) {
  const { config, experiment } = useLab(({ run, config, comparison }) => ({
    config: run?.config ?? config,
    experiment: comparison.records.find(({ id }) => id === run?.record)?.experiment ?? null,
  }));
  const { goOnWith } = useActions();
  if (experiment !== null) {
    return <p className={styles.note}>The run is an arm of an experiment, so its settings stay as they are.</p>;
  }
  const from =
    report.lastGood === 0
      ? 'No checkpoint was kept before it, so the run begins anew.'
      : `The run goes on from its last checkpoint, of step ${count(report.lastGood)}.`;
  return (
    <div className={styles.ways}>
      <h3>Go on with</h3>
      <p className={styles.note} data-testid="fault-from">
        {from} The likeliest to help comes first.
      </p>
      <div className={styles.buttons}>
        {waysOn(report, config).map(({ label, path, value }) => (
          <Button key={label} onClick={() => void goOnWith(path, value)}>
            {label}
          </Button>
        ))}
      </div>
    </div>
  );
}

function LastSteps({ report }: { report: Report }) {
  return (
    <Table title="The last steps" columns={['Step', 'Learning rate', 'Loss', 'Largest weight', 'Gradient norm']}>
      {report.history.map(({ step, learningRate, total, weight, gradientNorm }) => (
        <tr key={step}>
          <th scope="row">{count(step)}</th>
          {Object.entries({ learningRate, total, weight, gradientNorm }).map(([name, value]) => (
            <td key={name}>{short(value)}</td>
          ))}
        </tr>
      ))}
    </Table>
  );
}

function LargestWeights({ report }: { report: Report }) {
  const gradients = new Map(report.gradients.map(({ name, largest }) => [name, largest]));
  const columns = ['Weights of', `At step ${count(report.lastGood)}`, 'Then', 'Gradient'];
  return (
    <Table title="Largest weights and gradients" columns={columns}>
      {largestWeights(report, shownLayers).map(({ name, start, now }) => (
        <tr key={name}>
          <th scope="row">{name}</th>
          <td>{short(start)}</td>
          <td>{short(now)}</td>
          <td>{gradients.has(name) ? short(gradients.get(name)!) : '\u2013'}</td>
        </tr>
      ))}
    </Table>
  );
}

function Table({ title, columns, children }: { title: string; columns: readonly string[]; children: ReactNode }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard
    <section className={styles.scroll} tabIndex={0} aria-label={`${title}, table`}>
      <table className={styles.table}>
        <caption>{title}</caption>
        <thead>
          <tr>
            {columns.map((name) => (
              <th key={name} scope="col">
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>{children}</tbody>
      </table>
    </section>
  );
}

function Replay({ report }: { report: Report }) {
  const [open, setOpen] = useState(false);
  return (
    <div>
      <Button aria-expanded={open} onClick={() => setOpen(!open)} data-testid="fault-replay">
        {open ? 'Hide the batch' : 'Replay this batch'}
      </Button>
      {open && <FaultyBatch report={report} />}
    </div>
  );
}
