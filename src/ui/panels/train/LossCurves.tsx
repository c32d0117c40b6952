/** @file The live losses: raw faint, smoothed strong, over steps, epochs, images or time; the learning rate below. */
import { useState } from 'react';
import { ChartFrame } from '../../charts/ChartFrame';
import { LineChart, Swatch } from '../../charts/LineChart';
import { Smoothing } from '../../charts/Smoothing';
import { Button } from '../../controls/Button';
import { Segmented } from '../../controls/Segmented';
import { loss, rate } from '../../format';
import { useActions, useLab, useLabReader } from '../../use-lab';
import { blindLoss, describeSchedule, evenLoss } from './describe';
import styles from './LossCurves.module.css';
import { type Axis, axes, type Course, type LossSeries, lossSeries, lossTable, lossTrace } from './loss-trace';

export function LossCurves() {
  const [axis, setAxis] = useState<Axis>('step');
  const [factor, setFactor] = useState(0.9);
  const [log, setLog] = useState(true);
  const [hidden, setHidden] = useState<readonly string[]>([]);
  const read = useLabReader();
  const toggle = (key: string) =>
    setHidden(hidden.includes(key) ? hidden.filter((known) => known !== key) : [...hidden, key]);
  return (
    <ChartFrame
      title="Loss"
      fileName="loss"
      table={() => lossTable(read().run?.steps ?? [])}
      controls={
        <>
          <Segmented<Axis> label="Horizontal axis" value={axis} options={axes} onChange={setAxis} />
          <Button look="quiet" aria-pressed={log} onClick={() => setLog(!log)}>
            Log y
          </Button>
        </>
      }
      legend={
        <div className={styles.second}>
          <Legend factor={factor} hidden={hidden} onToggle={toggle} />
          <Smoothing factor={factor} onChange={setFactor} />
        </div>
      }
    >
      <Curves axis={axis} factor={factor} log={log} hidden={hidden} />
    </ChartFrame>
  );
}

/** The names with their live values; a click hides or shows a curve. */
function Legend({
  factor,
  hidden,
  onToggle,
}: {
  factor: number;
  hidden: readonly string[];
  onToggle(key: string): void;
}) {
  const steps = useLab((state) => state.run?.steps ?? []);
  const present = (key: LossSeries) =>
    latest(
      steps.slice(-1000).map((step) => step[key]),
      factor,
    );
  return (
    <div className={styles.legend}>
      {lossSeries.map(({ key, label, note, colour, dash }) => (
        <button
          key={key}
          type="button"
          className={styles.entry}
          aria-pressed={!hidden.includes(key)}
          title={`${note}. Click to hide or show.`}
          onClick={() => onToggle(key)}
        >
          <span className={styles.name}>
            <Swatch colour={colour} dash={dash} />
            {label}
          </span>
          <span
            className={styles.value}
            data-testid={`loss-${key}`}
            data-value={String(present(key))}
            data-raw={String(steps.at(-1)?.[key])}
          >
            {loss(present(key))}
          </span>
        </button>
      ))}
    </div>
  );
}

function latest(values: readonly number[], factor: number): number {
  let [average, weight] = [0, 0];
  for (const value of values) {
    if (!Number.isFinite(value)) continue;
    average = factor * average + (1 - factor) * value;
    weight = factor * weight + (1 - factor);
  }
  return weight === 0 ? Number.NaN : average / weight;
}

interface CurvesProps {
  axis: Axis;
  factor: number;
  log: boolean;
  hidden: readonly string[];
}

function Curves({ axis, factor, log, hidden }: CurvesProps) {
  const { run, config, data, status, dataStatus } = useLab(({ run, config, data, status, dataStatus }) => ({
    run,
    config,
    data,
    status,
    dataStatus,
  }));
  const planned = run?.config ?? config;
  const counts = data?.train.classCounts ?? Array(20).fill(1);
  const [blind, even] = [blindLoss(counts), evenLoss(counts.length)];
  const shown = lossSeries.filter(({ key }) => !hidden.includes(key));
  const course: Course = {
    config: planned,
    steps: run?.steps ?? [],
    rateMarks: run?.rateMarks ?? [],
    stepsPerEpoch: run?.info?.stepsPerEpoch ?? (data?.train.images ?? planned.batch) / planned.batch,
    expected: [blind / 2, even],
  };
  const trace = lossTrace(course, { axis, factor, log, shown: shown.map(({ key }) => key) });
  const series = shown.flatMap(({ key, label, colour, dash }) => [
    { key: `${key}-raw`, label, colour, faint: true },
    { key, label, colour, ...(dash === undefined ? {} : { dash }) },
  ]);
  const [low, high] = [trace.lossTicks[0], trace.lossTicks[trace.lossTicks.length - 1]];
  const { label: xName, format: xFormat } = axes.find(({ value }) => value === axis)!;
  const begun = course.steps.length > 0;
  const ready = dataStatus === 'ready' || dataStatus === 'loading';
  const outlook = `The confidence loss begins near ${even.toFixed(1)} or above. Below the dotted line, the network does better than any guess that does not look at the image.`;
  return (
    <>
      <LineChart
        label={`Losses over ${xName.toLowerCase()}`}
        rows={trace.rows}
        series={series}
        minHeight={224}
        xEnd={trace.xEnd}
        xFormat={xFormat}
        xName={xName}
        yTicks={trace.lossTicks}
        yFormat={loss}
        yTick={rate}
        yScale={log ? 'log' : 'linear'}
        marks={trace.marks}
        level={
          blind > low && blind < high && !hidden.includes('confidence') ? { y: blind, label: 'best blind guess' } : null
        }
      >
        {!begun && (status === 'preparing' ? 'Building the model.' : ready ? outlook : <NoData />)}
      </LineChart>
      <h3 className={styles.rate}>
        Learning rate{' '}
        <span>{begun ? rate(course.steps.at(-1)!.learningRate) : describeSchedule(planned.optimizer)}</span>
      </h3>
      <LineChart
        label={`Learning rate over ${xName.toLowerCase()}`}
        rows={trace.rows}
        series={rateSeries}
        minHeight={72}
        xEnd={trace.xEnd}
        xFormat={xFormat}
        xName={xName}
        yTicks={trace.rateTicks}
        yFormat={rate}
      />
    </>
  );
}

const rateSeries = [{ key: 'learningRate', label: 'Learning rate', colour: 'var(--series-rate)' }];

function NoData() {
  const { show } = useActions();
  return (
    <>
      There is no data to train on yet. <Button onClick={() => show('data')}>Choose data</Button>
    </>
  );
}
