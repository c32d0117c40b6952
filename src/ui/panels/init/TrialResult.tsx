/** @file The curves of the last trial, confidence and localization, and how each start stands. */
import type { TrialCurve } from '../../../worker';
import { ChartFrame } from '../../charts/ChartFrame';
import { LineChart, type Series, Swatch } from '../../charts/LineChart';
import { count, loss, rate } from '../../format';
import { Explained } from '../../lesson/Explained';
import { useLab } from '../../use-lab';
import { schemeName } from './scheme-form';
import styles from './TrialResult.module.css';
import { contenders, endMarks, type Standing, standings, type TrialTerm, trialRows, trialTicks } from './trial-curves';
import { useTrial } from './trial-store';

export function TrialResult() {
  const curves = useLab(({ trial }) => trial);
  const { request, running } = useTrial();
  if (curves.length === 0) return null;
  const series = curves.map(({ label }) => look(label));
  const planned = request?.steps ?? Math.max(...curves.map(({ confidence }) => confidence.length));
  // One start after the other: the first that is not over is the one under way.
  const current = curves.find(({ problem, confidence }) => problem === null && confidence.length < planned)?.label;
  return (
    <>
      <div className={styles.charts}>
        <Curves title="Confidence loss" term="confidence" curves={curves} series={series} planned={planned} />
        <Curves title="Localization loss" term="localization" curves={curves} series={series} planned={planned} />
      </div>
      <table className={styles.standings} aria-label="Starts by their last confidence loss">
        <thead>
          <tr>
            {['Start', 'Steps', 'First loss', 'Last confidence', 'Last localization', ''].map((name) => (
              <th key={name} scope="col">
                {name || <span className="visually-hidden">State</span>}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {standings(curves).map((standing) => (
            <Row
              key={standing.label}
              standing={standing}
              planned={planned}
              state={!running ? 'stopped' : standing.label === current ? 'training' : 'waiting'}
            />
          ))}
        </tbody>
      </table>
    </>
  );
}

/** A scheme keeps its colour and dash whatever it races against. */
function look(label: string): Series {
  const known = contenders.find(({ scheme }) => schemeName(scheme) === label);
  return {
    key: label,
    label,
    colour: known?.colour ?? 'var(--series-total)',
    dash: known ? (known.dash ?? '0') : '2 2',
  };
}

interface CurvesProps {
  title: string;
  term: TrialTerm;
  curves: readonly TrialCurve[];
  series: readonly Series[];
  planned: number;
}

function Curves({ title, term, curves, series, planned }: CurvesProps) {
  const rows = trialRows(curves, term);
  return (
    <ChartFrame
      title={title}
      fileName={`trial-${term}`}
      table={() => ({
        columns: ['step', ...series.map(({ label }) => label)],
        rows: rows.map(({ x, ...row }) => [x, ...series.map(({ key }) => (row as Record<string, number | null>)[key])]),
      })}
    >
      <div data-testid={`trial-${term}`} data-curves={series.length} data-steps={rows.length}>
        <LineChart
          label={`${title} over the first ${planned} steps, ${series.map(({ label }) => label).join('; ')}`}
          rows={rows}
          series={series.map((one) => ({ ...one, dots: rows.length <= 5 }))}
          minHeight={224}
          xEnd={Math.max(planned, 5)}
          xFormat={count}
          xName="Step"
          yTicks={trialTicks(rows)}
          yFormat={loss}
          yTick={rate}
          yScale="log"
          marks={endMarks(curves)}
        />
      </div>
    </ChartFrame>
  );
}

interface RowProps {
  standing: Standing;
  planned: number;
  /** Of a start that has not made all its steps. */
  state: 'training' | 'waiting' | 'stopped';
}

function Row({ standing, planned, state }: RowProps) {
  const { label, steps, first, confidence, localization, problem } = standing;
  const { colour, dash } = look(label);
  return (
    <tr data-testid="trial-row" data-label={label} data-steps={steps} data-ended={problem !== null}>
      <th scope="row">
        <span className={styles.name}>
          <Swatch colour={colour} dash={dash} />
          {label}
        </span>
      </th>
      <td data-label="Steps">
        {count(steps)} of {count(planned)}
      </td>
      <td data-label="First loss">{loss(first)}</td>
      <td data-label="Last confidence">
        <Explained value={loss(confidence)} label={`Confidence loss of ${label} at step ${steps}`}>
          <p>Sum of cross-entropy over positives and hard negatives of the batch, by its positives.</p>
          <p>
            It began at {loss(first)}
            {first !== null && confidence !== null && ` and is now ${(confidence / first).toPrecision(3)} times that`}.
          </p>
        </Explained>
      </td>
      <td data-label="Last localization">{loss(localization)}</td>
      <td className={styles.state} data-ended={problem !== null}>
        {problem === null ? (steps < planned ? state : 'done') : `✕ ended: ${problem}`}
      </td>
    </tr>
  );
}
