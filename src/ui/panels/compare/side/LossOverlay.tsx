/** @file The losses of the compared runs over each other, and below them what B is above A. */
import { useMemo, useState } from 'react';
import { noCurves } from '../../../../experiments';
import { ChartFrame } from '../../../charts/ChartFrame';
import { LineChart } from '../../../charts/LineChart';
import { Smoothing } from '../../../charts/Smoothing';
import { Button } from '../../../controls/Button';
import { Segmented } from '../../../controls/Segmented';
import { count, loss, rate } from '../../../format';
import { type LossSeries, lossSeries } from '../../train/loss-trace';
import { RunKey } from '../RunKey';
import { useSame } from '../sides';
import { DifferenceCurve } from './DifferenceCurve';
import styles from './Overlays.module.css';
import { keyOf, lossDifference, lossOverlay, rawKeyOf, showsRaw } from './overlay';
import { lastStep, type OverlayProps, overlayTable } from './overlay-chart';

const terms = lossSeries.map(({ key, label }) => ({ value: key, label }));

export function LossOverlay({ sides, marks }: OverlayProps) {
  const [term, setTerm] = useState<LossSeries>('confidence');
  const [factor, setFactor] = useState(0.9);
  const [log, setLog] = useState(true);
  const runs = useSame(sides.map(({ kept }) => kept?.curves.steps ?? nothing));
  const { rows, ticks } = useMemo(() => lossOverlay(runs, { term, factor, log }), [runs, term, factor, log]);
  const difference = useMemo(
    () => lossDifference(runs[0], runs[1], { term, factor }),
    [runs[0], runs[1], term, factor],
  );
  const { label, note } = lossSeries.find(({ key }) => key === term)!;
  const title = `${label} loss`;
  const xEnd = lastStep(sides);
  return (
    <ChartFrame
      title={title}
      fileName={`compare-${term}`}
      table={() => overlayTable(sides, rows)}
      controls={
        <Segmented<LossSeries> label="Loss" value={term} options={terms} onChange={setTerm} testId="side-term" />
      }
      legend={
        <div className={styles.legend}>
          <RunKey runs={sides.map(({ look, record }) => ({ look, name: record.name }))} />
          <div className={styles.look} data-not-in-pictures>
            <Smoothing factor={factor} onChange={setFactor} />
            <Button look="quiet" aria-pressed={log} data-testid="side-log" onClick={() => setLog(!log)}>
              Log y
            </Button>
          </div>
        </div>
      }
    >
      <div data-testid="side-loss" data-curves={sides.length} data-rows={rows.length}>
        <LineChart
          label={`${title} of ${sides.length} runs over steps. ${note}.`}
          rows={rows}
          series={sides.flatMap(({ look: { letter, ...look }, record }, i) => [
            ...(showsRaw(sides.length) ? [{ key: rawKeyOf(i), label: '', colour: look.colour, faint: true }] : []),
            { ...look, key: keyOf(i), label: `${letter} ${record.name}` },
          ])}
          minHeight={256}
          xEnd={xEnd}
          xFormat={count}
          xName="Step"
          yTicks={ticks}
          yFormat={loss}
          yTick={rate}
          yScale={log ? 'log' : 'linear'}
          marks={marks}
        >
          {rows.length === 0 && 'No step yet.'}
        </LineChart>
      </div>
      <DifferenceCurve
        {...difference}
        name={`${label} loss, B − A`}
        better="lower"
        xEnd={xEnd}
        print={loss}
        testId="side-loss-difference"
      />
    </ChartFrame>
  );
}

const nothing = noCurves().steps;
