/** @file mAP on val over the run, by both rules of Pascal VOC. */
import type { ReactNode } from 'react';
import type { RunConfig } from '../../../experiments';
import type { EvalPoint } from '../../../worker';
import { ChartFrame } from '../../charts/ChartFrame';
import { linearTicks } from '../../charts/curve';
import { LineChart, Swatch } from '../../charts/LineChart';
import { Button } from '../../controls/Button';
import { count, metric, plural, rate } from '../../format';
import { isActive } from '../../store/state';
import { useActions, useLab } from '../../use-lab';
import { evaluations } from './describe';
import styles from './ScoreCurve.module.css';

const rules = [
  { key: 'map07', label: 'mAP, VOC07', note: '11 points of recall', colour: 'var(--series-total)' },
  { key: 'map12', label: 'mAP, VOC12', note: 'Whole area under the curve', colour: 'var(--series-rate)', dash: '7 3' },
] as const;

export function ScoreCurve() {
  const { evals, config, evaluating, hasRun, words } = useLab(({ run, config, status, data }) => ({
    evals: run?.evals ?? none,
    config: run?.config ?? config,
    evaluating: status === 'evaluating',
    hasRun: run !== null,
    words: outlook(run?.config ?? config, data?.val.images ?? null, run !== null && !isActive(status)),
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
        <Button look="quiet" disabled={evaluating || !hasRun} aria-keyshortcuts="V" onClick={() => void evaluate()}>
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
      <Curve steps={config.steps}>{evals.length === 0 && words}</Curve>
    </ChartFrame>
  );
}

/** One array for all: a new one would look like a change. */
const none: readonly EvalPoint[] = [];

/** What will be measured, and when. */
function outlook(config: RunConfig, valImages: number | null, over: boolean): string {
  if (over) return 'This run was not evaluated.';
  const when = config.evalEvery === 0 ? 'At the end' : `Every ${plural(config.evalEvery, 'step')}`;
  const on = valImages === null ? 'the val images' : plural(valImages, 'val image');
  return `${when} the network is tried on ${on} that it never trains on: ${plural(evaluations(config), 'evaluation')}.`;
}

function Curve({ steps, children }: { steps: number; children: ReactNode }) {
  const evals = useLab((state) => state.run?.evals ?? none);
  const rows = evals.map(({ step, report }) => ({ x: step, map07: report.map07, map12: report.map12 }));
  const top = Math.max(0.2, ...rows.map(({ map07, map12 }) => Math.max(map07 ?? 0, map12 ?? 0)));
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
      yTick={rate}
    >
      {children}
    </LineChart>
  );
}
