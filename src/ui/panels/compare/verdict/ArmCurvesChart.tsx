/** @file The mean curve of each arm with its band; each band is named, and below three runs there is none. */
import { useMemo, useState } from 'react';
import { type Experiment, leastPairs } from '../../../../experiments';
import { ChartFrame } from '../../../charts/ChartFrame';
import { LineChart, type Series } from '../../../charts/LineChart';
import { Button } from '../../../controls/Button';
import { Segmented } from '../../../controls/Segmented';
import { count, loss, metric, rate } from '../../../format';
import { useLab } from '../../../use-lab';
import type { Look } from '../look';
import { RunKey } from '../RunKey';
import { useReadRuns, useSame } from '../sides';
import { armCurves, type Quantity } from './arm-curves';
import { comparedRuns } from './results';

interface Props {
  experiment: Experiment;
  arms: readonly { name: string; look: Look }[];
}

const quantities = [
  { value: 'map07', label: 'mAP on val' },
  { value: 'confidence', label: 'Confidence loss' },
] as const satisfies readonly { value: Quantity; label: string }[];

/** More bands than this hide each other; the reader may still ask for them. */
const mostBands = 4;

export function ArmCurvesChart({ experiment: { plan, runs }, arms }: Props) {
  const [quantity, setQuantity] = useState<Quantity>('map07');
  const [bands, setBands] = useState(arms.length <= mostBands);
  const { records, kept } = useLab(({ comparison: { records, kept } }) => ({ records, kept }));
  const finished = useMemo(() => {
    const over = new Set(
      records.filter(({ status, deleted }) => status === 'finished' && !deleted).map(({ id }) => id),
    );
    return comparedRuns(runs).filter(({ run }) => over.has(run));
  }, [records, runs]);
  const { unread } = useReadRuns(finished.map(({ run }) => run));
  const read = useSame(finished.map(({ run }) => kept[run]?.curves ?? null));
  const byArm = useMemo(() => {
    const known = finished.map(({ arm }, i) => ({ arm, curves: read[i] }));
    return plan.arms.map(({ name }) =>
      known.flatMap(({ arm, curves }) => (arm === name && curves !== null ? [curves] : [])),
    );
  }, [plan, finished, read]);
  const { rows, ticks } = useMemo(() => armCurves(byArm, quantity), [byArm, quantity]);
  const series = arms.flatMap(({ name, look }, i) =>
    seriesOf({ arm: i, name, look, n: byArm[i].length, bands, dots: rows.length <= 40 }),
  );
  const isScore = quantity === 'map07';
  const waiting = read.filter((curves) => curves === null).length > unread.length;
  return (
    <ChartFrame
      title={isScore ? 'mAP on val, by arm' : 'Confidence loss, by arm'}
      fileName={`arms-${quantity}`}
      controls={
        <>
          <Segmented<Quantity>
            label="Quantity"
            value={quantity}
            options={quantities}
            onChange={setQuantity}
            testId="arm-quantity"
          />
          <Button look="quiet" aria-pressed={bands} data-testid="arm-bands" onClick={() => setBands(!bands)}>
            Bands
          </Button>
        </>
      }
      legend={
        <RunKey
          runs={arms.map(({ name, look }, i) => ({ look, name: `${name}: ${bandName(byArm[i].length, bands)}` }))}
        />
      }
      table={() => {
        const keys = [...new Set(rows.flatMap((row) => Object.keys(row)))].filter((key) => key !== 'x');
        return { columns: ['step', ...keys], rows: rows.map((row) => [row.x, ...keys.map((key) => row[key] ?? null)]) };
      }}
    >
      <div data-testid="arm-curves" data-rows={rows.length}>
        <LineChart
          label={`${isScore ? 'Mean mAP on val' : 'Mean confidence loss'} of ${arms.length} arms over steps`}
          rows={rows}
          series={series}
          minHeight={256}
          xEnd={Math.max(...plan.arms.map(({ config }) => config.steps))}
          xFormat={count}
          xName="Step"
          yTicks={ticks}
          yFormat={isScore ? metric : loss}
          yTick={rate}
          yScale={isScore ? 'linear' : 'log'}
        >
          {rows.length === 0 && (waiting ? 'Reading the curves.' : 'The curves come with the first finished run.')}
        </LineChart>
      </div>
    </ChartFrame>
  );
}

function bandName(n: number, bands: boolean): string {
  if (n === 0) return 'no finished run yet';
  if (n < leastPairs) return `single runs, n = ${n}`;
  return bands ? `mean, 95% CI, n = ${n}` : `mean, n = ${n}`;
}

interface Drawn {
  arm: number;
  name: string;
  look: Look;
  /** Finished runs. */
  n: number;
  bands: boolean;
  dots: boolean;
}

function seriesOf({ arm, name, look: { letter, ...line }, n, bands, dots }: Drawn): Series[] {
  const label = `${letter} ${name}`;
  if (n < leastPairs) {
    return Array.from({ length: n }, (_, run) => ({
      ...line,
      key: `run${arm}.${run}`,
      label: `${label}, run ${run + 1}`,
      dots,
    }));
  }
  const band = { key: `low${arm}`, label: '', colour: line.colour, areaTo: `high${arm}` };
  return [...(bands ? [band] : []), { ...line, key: `mean${arm}`, label, dots }];
}
