/** @file Both normalizations while a run goes on: the totals of every step, and the images of the latest one. */
import { useMemo } from 'react';
import { ChartFrame } from '../../charts/ChartFrame';
import { LineChart, type Series, Swatch } from '../../charts/LineChart';
import { count, loss, rate } from '../../format';
import { Explained } from '../../lesson/Explained';
import { useLab, useLabReader } from '../../use-lab';
import { digits } from './digits';
import styles from './LiveNorms.module.css';
import { liveTable, liveTrace, totalsOf } from './live-totals';
import { type Norm, normalizedLosses, norms, shares } from './norms';
import { ShareBar } from './ShareBar';

/** So few steps are points rather than curves. */
const few = 20;

export function LiveNorms() {
  const { steps, trained } = useLab(({ run }) => ({ steps: run?.steps, trained: run?.config }));
  const read = useLabReader();
  const trace = useMemo(() => liveTrace(steps ?? []), [steps]);
  const latest = steps?.at(-1);
  if (latest === undefined || trained === undefined) return null;
  return (
    <ChartFrame
      title="During the run"
      fileName="normalizations"
      table={() => liveTable(read().run?.steps ?? [])}
      legend={
        <div className={styles.legend}>
          {norms.map((norm) => (
            <Total key={norm.id} norm={norm} step={latest} trains={trained.normalization === norm.id} />
          ))}
          <p className={styles.note}>Sample-wise is the mean over the images here, so that the two compare.</p>
        </div>
      }
    >
      <div className={styles.panel}>
        <LineChart
          label="Total loss of each step under both normalizations"
          rows={trace.rows}
          series={seriesOf(trace.rows.length <= few)}
          minHeight={200}
          xEnd={trace.xEnd}
          xFormat={count}
          xName="Step"
          yTicks={trace.yTicks}
          yFormat={loss}
          yTick={rate}
          yScale="log"
        />
        <div className={styles.latest} data-testid="live-shares" data-step={latest.step}>
          <h3>Share of the loss in step {count(latest.step)}</h3>
          {norms.map((norm) => (
            <ShareBar
              key={norm.id}
              norm={norm}
              of={`loss of step ${latest.step}`}
              shares={shares(normalizedLosses(latest.perImage, norm.id))}
              testId={`live-share-${norm.id}`}
            />
          ))}
          <p className={styles.note}>
            Positives of its images: {latest.perImage.map(({ positives }) => positives).join(', ')}.
          </p>
        </div>
      </div>
    </ChartFrame>
  );
}

function seriesOf(dots: boolean): Series[] {
  return norms.flatMap(({ id, name, colour, dash }) => [
    { key: `${id}-raw`, label: name, colour, faint: true },
    { key: id, label: name, colour, dots, ...(dash === undefined ? {} : { dash }) },
  ]);
}

type Step = Parameters<typeof totalsOf>[0];

function Total({ norm, step, trains }: { norm: Norm; step: Step; trains: boolean }) {
  const value = totalsOf(step)[norm.id];
  const losses = normalizedLosses(step.perImage, norm.id);
  return (
    <p className={styles.total}>
      <span>
        <Swatch colour={norm.colour} dash={norm.dash} />
        {norm.name}
        {trains && <b> trains</b>}
      </span>
      <Explained
        value={loss(value)}
        label={`Total of the latest step, ${norm.name.toLowerCase()}`}
        testId={`live-${norm.id}`}
      >
        <p>
          {norm.id === 'sample' && '('}
          {losses.map(digits).join(' + ')}
          {norm.id === 'sample' && `) \u00f7 ${losses.length} images`} = <b>{digits(value)}</b>
        </p>
      </Explained>
    </p>
  );
}
