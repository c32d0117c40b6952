/** @file How the selected image fades as another image of the batch fills with objects: the curves, and the present batch. */
import { useMemo } from 'react';
import type { ImageLossTerms } from '../../../worker';
import { ChartFrame } from '../../charts/ChartFrame';
import { linearTicks } from '../../charts/curve';
import { LineChart, Swatch } from '../../charts/LineChart';
import { count, plural, rate } from '../../format';
import styles from './Crowding.module.css';
import { crowdingRows, crowdOf } from './crowding';
import { percent } from './digits';
import { norms } from './norms';
import { imageName, useSelected } from './use-batch-loss';

const leastEnd = 20;
const kinds = [
  { id: 'loss', title: 'Share of the loss' },
  { id: 'gradient', title: 'Share of the gradient of the predictions' },
] as const;

export function Crowding({ images }: { images: readonly ImageLossTerms[] }) {
  const watched = useSelected(images);
  const crowd = crowdOf(images, watched);
  const end = Math.max(leastEnd, crowd?.objects ?? 0);
  const rows = useMemo(() => (crowd === null ? [] : crowdingRows(images, crowd, end)), [images, crowd, end]);
  if (crowd === null) {
    return (
      <section>
        <h2>Beside a fuller image</h2>
        <p className={styles.note}>
          Put a second image with objects into the batch to see how much of it is left for{' '}
          {imageName(watched).toLowerCase()}.
        </p>
      </section>
    );
  }
  const { objects, filling } = crowd;
  const [subject, other] = [imageName(watched), imageName(filling).toLowerCase()];
  const { positives } = images[filling];
  return (
    <ChartFrame
      title={`${subject} beside a fuller one`}
      fileName="share-beside-objects"
      table={() => ({
        columns: ['objects', ...kinds.flatMap(({ id }) => norms.map((norm) => `${id}-${norm.id}`))],
        rows: rows.map(({ x, ...row }) => [
          x,
          ...kinds.flatMap(({ id }) => norms.map((norm) => row[`${id}-${norm.id}`])),
        ]),
      })}
      legend={
        <>
          <p className={styles.note} data-testid="crowding-assumption">
            What is left for {subject.toLowerCase()} if {other} had 0 to {end} objects instead of {objects}. Each would
            cost what its {objects === 1 ? 'object costs' : `${objects} objects cost on average`} now:{' '}
            {count(Math.round((positives / objects) * 10) / 10)} positives, with gradients on anchors of its own.
          </p>
          <div className={styles.legend}>
            {norms.map(({ id, name, colour, dash }) => (
              <span key={id}>
                <Swatch colour={colour} dash={dash} />
                {name}
              </span>
            ))}
          </div>
        </>
      }
    >
      <div className={styles.charts}>
        {kinds.map(({ id, title }) => {
          const highest = Math.max(...rows.flatMap((row) => norms.map((norm) => row[`${id}-${norm.id}`] ?? 0)));
          const present = norms.map((norm) => rows[objects][`${id}-${norm.id}`] ?? 0);
          return (
            <figure key={id} className={styles.chart} data-testid={`crowding-${id}`}>
              <h3>{title}</h3>
              <LineChart
                label={`${title} that ${subject.toLowerCase()} has, over the objects of ${other}; now, with ${objects}, ${percent(present[0])} batch-wise and ${percent(present[1])} sample-wise`}
                rows={rows}
                series={norms.map(({ id: norm, name, colour, dash }) => ({
                  ...{ key: `${id}-${norm}`, label: name, colour, dots: true },
                  ...(dash === undefined ? {} : { dash }),
                }))}
                minHeight={200}
                xEnd={end}
                xFormat={count}
                xName={`${imageName(filling)} with objects:`}
                yTicks={linearTicks(0, highest, 5)}
                yFormat={percent}
                yTick={(share) => `${rate(share * 100)}%`}
                marks={[{ x: objects, label: `now, ${plural(objects, 'object')}` }]}
              />
            </figure>
          );
        })}
      </div>
    </ChartFrame>
  );
}
