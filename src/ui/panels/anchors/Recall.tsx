/** @file How many objects of the train split the anchors reach: measured when it is asked for, by size and by class. */
import { useState } from 'react';
import type { AnchorRecall } from '../../../worker';
import { BarList } from '../../charts/BarList';
import { ChartFrame } from '../../charts/ChartFrame';
import { Button } from '../../controls/Button';
import { count, metric } from '../../format';
import { classColour } from '../../images/classes';
import { useAnswer } from '../../inspection/answer';
import { useLookedAt } from '../../inspection/model';
import { Explained } from '../../lesson/Explained';
import { Progress } from '../../shell/Progress';
import { useActions, useLab } from '../../use-lab';
import styles from './Recall.module.css';

export function Recall() {
  const { config, ready } = useLookedAt();
  const { iouThreshold, name, progress } = useLab(({ view, data, progress }) => ({
    iouThreshold: view.iouThreshold,
    name: data?.name ?? null,
    progress,
  }));
  const { cancel } = useActions();
  const question = `recall ${name} ${JSON.stringify(config.data)} ${config.model} ${JSON.stringify(config.anchors)} ${iouThreshold}`;
  const [asked, setAsked] = useState<string | null>(null);
  const current = asked === question;
  const { value, busy, problem } = useAnswer(current ? question : null, async (api) => ({
    question,
    recall: await api.anchorRecall({ config, iouThreshold }),
  }));
  const known = value?.question === question ? value.recall : null;
  return (
    <section className={styles.recall} aria-label="Recall of the anchors" data-testid="recall">
      {known === null && (
        <>
          <h2>Recall of the anchors over the data set</h2>
          <p className={styles.note}>
            How many objects of the train split do the {config.anchors && 'own '}anchors of {config.model} overlap by{' '}
            {iouThreshold.toFixed(2)} or more? An object that none reaches learns from its bipartite anchor alone.
          </p>
          {busy ? (
            <Progress
              progress={progress}
              fallback="Matching the train split"
              onCancel={() => void cancel()}
              testId="recall-progress"
            />
          ) : (
            <Button data-testid="measure-recall" disabled={!ready} onClick={() => setAsked(question)}>
              Measure recall
            </Button>
          )}
          {current && problem !== null && <p className={styles.problem}>{problem}</p>}
        </>
      )}
      {known !== null && <Measured recall={known} iouThreshold={iouThreshold} />}
    </section>
  );
}

function Measured({ recall, iouThreshold }: { recall: AnchorRecall; iouThreshold: number }) {
  const { reached, objects, unmatched, meanBestIou, images, bySize, byClass } = recall;
  const classes = byClass.filter((entry) => entry.objects > 0).toSorted((a, b) => share(a) - share(b));
  return (
    <div className={styles.measured}>
      <ChartFrame
        title="Recall of the anchors over the data set"
        fileName="anchor-recall-by-size"
        legend={
          <p className={styles.note}>
            <Explained
              value={metric(objects === 0 ? null : reached / objects)}
              label={`Share of objects with an anchor at IoU ${iouThreshold.toFixed(2)} or more`}
              testId="recall-value"
            >
              <p>
                {count(reached)} reached / {count(objects)} objects = {metric(objects === 0 ? null : reached / objects)}
              </p>
            </Explained>{' '}
            of {count(objects)} objects in {count(images)} images are reached at {iouThreshold.toFixed(2)};{' '}
            {count(objects - reached - unmatched)} have only their bipartite anchor, {count(unmatched)} none. Mean best
            IoU {metric(meanBestIou)}. Below: by the root of box area over image area.
          </p>
        }
        table={() => ({
          columns: ['size', 'objects', 'reached', 'recall'],
          rows: bySize.map((bin, i) => [sizeName(i, bySize.length), bin.objects, bin.reached, shareOrNull(bin)]),
        })}
      >
        <ol className={styles.columns} aria-label="Recall by size of the object">
          {bySize.map((bin, i) => (
            <li
              key={sizeName(i, bySize.length)}
              title={`${sizeName(i, bySize.length)}: ${bin.reached} of ${bin.objects} objects are reached`}
            >
              <span className={styles.value}>{metric(shareOrNull(bin))}</span>
              <span className={styles.space}>
                <span style={{ height: `${100 * share(bin)}%` }} data-empty={bin.objects === 0} />
              </span>
              <span className={styles.label}>{(i / bySize.length).toFixed(1)}</span>
              <span className="visually-hidden">
                {bin.reached} of {bin.objects} objects
              </span>
            </li>
          ))}
        </ol>
      </ChartFrame>
      <ChartFrame
        title="Recall by class"
        fileName="anchor-recall-by-class"
        legend={<p className={styles.note}>The least reached first.</p>}
        table={() => ({
          columns: ['class', 'objects', 'reached', 'recall'],
          rows: classes.map((entry) => [entry.className, entry.objects, entry.reached, shareOrNull(entry)]),
        })}
      >
        <div className={styles.classes}>
          <BarList
            label="Recall by class"
            bars={classes.map((entry) => ({
              key: entry.className,
              share: shareOrNull(entry),
              value: metric(shareOrNull(entry)),
              colour: classColour(entry.className),
              title: `${entry.className}: ${entry.reached} of ${entry.objects} objects are reached`,
            }))}
          />
        </div>
      </ChartFrame>
    </div>
  );
}

interface Part {
  objects: number;
  reached: number;
}

function share({ objects, reached }: Part): number {
  return objects === 0 ? 0 : reached / objects;
}

function shareOrNull(part: Part): number | null {
  return part.objects === 0 ? null : share(part);
}

function sizeName(bin: number, bins: number): string {
  return `${(bin / bins).toFixed(1)} to ${((bin + 1) / bins).toFixed(1)}`;
}
