/** @file mAP on val of the compared runs over each other, and below them what B is above A. */
import { useMemo } from 'react';
import type { EvalSummary } from '../../../../experiments';
import { ChartFrame } from '../../../charts/ChartFrame';
import { LineChart } from '../../../charts/LineChart';
import { count, metric, rate } from '../../../format';
import { RunKey } from '../RunKey';
import { useSame } from '../sides';
import { DifferenceCurve } from './DifferenceCurve';
import styles from './Overlays.module.css';
import { keyOf, scoreDifference, scoreOverlay } from './overlay';
import { lastStep, type OverlayProps, overlayTable } from './overlay-chart';

const none: readonly EvalSummary[] = [];

export function ScoreOverlay({ sides, marks }: OverlayProps) {
  const runs = useSame(sides.map(({ kept }) => kept?.curves.evals ?? none));
  const { rows, ticks } = useMemo(() => scoreOverlay(runs), [runs]);
  const difference = useMemo(() => scoreDifference(runs[0], runs[1]), [runs[0], runs[1]]);
  const xEnd = lastStep(sides);
  return (
    <ChartFrame
      title="mAP on val, VOC07"
      fileName="compare-map"
      table={() => overlayTable(sides, rows)}
      legend={
        <div className={styles.legend}>
          <RunKey runs={sides.map(({ look, record }) => ({ look, name: record.name }))} />
        </div>
      }
    >
      <div data-testid="side-score" data-curves={sides.length} data-rows={rows.length}>
        <LineChart
          label={`mAP on val of ${sides.length} runs over steps`}
          rows={rows}
          series={sides.map(({ look: { letter, ...look }, record }, i) => ({
            ...look,
            key: keyOf(i),
            label: `${letter} ${record.name}`,
            dots: rows.length <= 60,
          }))}
          minHeight={256}
          xEnd={xEnd}
          xFormat={count}
          xName="Step"
          yTicks={ticks}
          yFormat={metric}
          yTick={rate}
          marks={marks}
        >
          {rows.length === 0 && 'No evaluation yet.'}
        </LineChart>
      </div>
      <DifferenceCurve
        {...difference}
        name="mAP, B − A"
        better="higher"
        xEnd={xEnd}
        print={metric}
        testId="side-score-difference"
      />
    </ChartFrame>
  );
}
