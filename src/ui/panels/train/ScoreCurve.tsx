/** @file mAP on val over the run, by both rules of Pascal VOC. */
import { ChartFrame } from '../../charts/ChartFrame';
import { linearTicks } from '../../charts/curve';
import { LineChart, Swatch } from '../../charts/LineChart';
import { Button } from '../../controls/Button';
import { count, metric } from '../../format';
import { isActive } from '../../store/state';
import { useActions, useLab } from '../../use-lab';
import styles from './ScoreCurve.module.css';

const rules = [
  { key: 'map07', label: 'mAP, VOC07', note: '11 points of recall', colour: 'var(--series-total)' },
  { key: 'map12', label: 'mAP, VOC12', note: 'Whole area under the curve', colour: 'var(--series-rate)', dash: '7 3' },
] as const;

export function ScoreCurve() {
  const { evals, config, evaluating, active } = useLab(({ run, config, status }) => ({
    evals: run?.evals ?? [],
    config: run?.config ?? config,
    evaluating: status === 'evaluating',
    active: isActive(status),
  }));
  const { evaluate } = useActions();
  const last = evals.at(-1)?.report ?? null;
  return (
    <ChartFrame
      title="Score on val"
      fileName="map"
      table={() => ({
        columns: ['step', 'map07', 'map12', 'images'],
        rows: evals.map(({ step, report, images }) => [step, report.map07, report.map12, images]),
      })}
      controls={
        <Button look="quiet" disabled={evaluating} aria-keyshortcuts="V" onClick={() => void evaluate()}>
          {evaluating ? 'Evaluating' : 'Evaluate now'}
        </Button>
      }
      legend={
        <div className={styles.legend}>
          {rules.map(({ key, label, note, colour, ...rest }) => (
            <p key={key} title={note}>
              <span className={styles.name}>
                <Swatch colour={colour} dash={'dash' in rest ? rest.dash : undefined} />
                {label}
              </span>
              <span className={styles.value} data-testid={key} data-value={String(last?.[key] ?? Number.NaN)}>
                {metric(last?.[key] ?? null)}
              </span>
            </p>
          ))}
        </div>
      }
    >
      {evals.length === 0 ? (
        <p className={styles.empty}>{firstEvaluation(config.evalEvery, active)}</p>
      ) : (
        <Curve steps={config.steps} />
      )}
    </ChartFrame>
  );
}

function firstEvaluation(every: number, active: boolean): string {
  if (!active) return 'This run was not evaluated.';
  return every === 0 ? 'The score comes at the end of the run.' : `The first score comes at step ${count(every)}.`;
}

function Curve({ steps }: { steps: number }) {
  const evals = useLab((state) => state.run?.evals ?? []);
  const rows = evals.map(({ step, report }) => ({ x: step, map07: report.map07, map12: report.map12 }));
  const top = Math.max(0.1, ...rows.map(({ map07, map12 }) => Math.max(map07 ?? 0, map12 ?? 0)));
  return (
    <LineChart
      label="mAP on val over steps"
      rows={rows}
      series={rules.map((rule) => ({ ...rule, dots: rows.length <= 60 }))}
      minHeight={224}
      xEnd={steps}
      xFormat={count}
      xName="Step"
      yTicks={linearTicks(0, top, 5)}
      yFormat={metric}
      yTick={String}
    />
  );
}
