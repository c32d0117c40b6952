/** @file What the lab has of a term at this moment, as the last part of its card. */
import type { ComponentType } from 'react';
import type { Normalization } from '../../experiments';
import { expectedMoments, type FilterShape, initializerSpecs } from '../../ssd';
import { count, dash, loss, metric } from '../format';
import { useBatchTerms, useFirstPredictor, useSubjectCounts } from '../lesson/facts';
import { normalizedLosses, sum } from '../panels/loss/norms';
import { useLab } from '../use-lab';
import type { TermName } from './glossary';
import styles from './Reading.module.css';

export function Reading({ name }: { name: TermName }) {
  const Live = readings[name];
  return Live === undefined ? null : <Live />;
}

/** Names and values; null is not known yet. */
function Lines({ of, lines }: { of: string; lines: readonly (readonly [string, string | null])[] }) {
  return (
    <div className={styles.lines}>
      <p className={styles.of}>{of}</p>
      <dl>
        {lines.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value ?? dash}</dd>
          </div>
        ))}
      </dl>
    </div>
  );
}

function Matching() {
  const counts = useSubjectCounts();
  const threshold = useLab(({ view }) => view.iouThreshold);
  return (
    <Lines
      of="The selected image"
      lines={[
        ['Anchors', count(counts?.anchors ?? null)],
        ['Objects', count(counts?.objects ?? null)],
        ['Positive', count(counts?.positives ?? null)],
        ['Bipartite', count(counts?.bipartite ?? null)],
        ['By a tie', count(counts?.tie ?? null)],
        [`From IoU ${threshold} on`, count(counts?.threshold ?? null)],
      ]}
    />
  );
}

function Divisors() {
  const terms = useBatchTerms();
  const own = terms?.map(({ positives }) => positives) ?? [];
  const total = (norm: Normalization) => terms && loss(sum(normalizedLosses(terms, norm)));
  return (
    <Lines
      of="The batch"
      lines={[
        ['N, its positives', terms && `${own.join(' + ')} = ${count(sum(own))}`],
        ['Loss, batch-wise', total('batch')],
        ['Loss, sample-wise', total('sample')],
      ]}
    />
  );
}

function Negatives() {
  const terms = useBatchTerms();
  return (
    <Lines
      of="The batch, positives and hard negatives"
      lines={(terms ?? []).map(({ positives, hardNegatives }, i) => [
        `Image ${i + 1}`,
        `${count(positives)} and ${count(hardNegatives)}`,
      ])}
    />
  );
}

function Silence() {
  const terms = useBatchTerms();
  const classes = terms?.[0]?.classes ?? null;
  return (
    <Lines
      of="This model"
      lines={[
        ['Classes K, with background', count(classes)],
        ['ln K', classes === null ? null : loss(Math.log(classes))],
      ]}
    />
  );
}

function Fans() {
  const predictor = useFirstPredictor();
  const std = (scheme: 'uniform-0.07' | 'xavier-gaussian-out-2' | 'xavier-uniform-avg-2') =>
    predictor &&
    loss(Math.sqrt(expectedMoments(initializerSpecs[scheme], predictor.shape as unknown as FilterShape).variance));
  return (
    <Lines
      of={`The first predictor${predictor ? `, ${predictor.shape.join(' × ')}` : ''}`}
      lines={[
        ['Fan-in', count(predictor?.fans.fanIn ?? null)],
        ['Fan-out', count(predictor?.fans.fanOut ?? null)],
        ['std, Uniform(0.07)', std('uniform-0.07')],
        ['std, Xavier (gaussian, out, 2)', std('xavier-gaussian-out-2')],
        ['std, Xavier (uniform, avg, 2)', std('xavier-uniform-avg-2')],
      ]}
    />
  );
}

function Detection() {
  const { scoreThreshold, nmsThreshold, topK, postNms } = useLab(({ view }) => view.detection);
  return (
    <Lines
      of="The settings at present"
      lines={[
        ['Score above', String(scoreThreshold)],
        ['Suppressed above IoU', String(nmsThreshold)],
        ['Top k', count(topK)],
        ['Returned at most', count(postNms)],
      ]}
    />
  );
}

function Scores() {
  const last = useLab(({ run }) => run?.evals.at(-1) ?? null);
  return (
    <Lines
      of={
        last === null ? 'No evaluation yet' : `The evaluation at step ${count(last.step)}, ${count(last.images)} images`
      }
      lines={[
        ['mAP, VOC07', metric(last?.report.map07 ?? null)],
        ['mAP, VOC12', metric(last?.report.map12 ?? null)],
      ]}
    />
  );
}

function Difficult() {
  const { train, val } = useLab(({ data }) => ({ train: data?.train ?? null, val: data?.val ?? null }));
  return (
    <Lines
      of="Difficult objects of the data set"
      lines={[train, val].flatMap((split) =>
        split === null ? [] : [[split.name, `${count(split.difficult)} of ${count(split.objects)}`] as const],
      )}
    />
  );
}

function Seed() {
  const seed = useLab(({ config }) => config.seed);
  return <Lines of="The settings" lines={[['Seed', String(seed)]]} />;
}

const readings: Readonly<Partial<Record<TermName, ComponentType>>> = {
  anchor: Matching,
  iou: Matching,
  positive: Matching,
  background: Matching,
  'hard-negative': Negatives,
  'batch-wise': Divisors,
  'sample-wise': Divisors,
  'cross-entropy': Silence,
  softmax: Silence,
  fan: Fans,
  xavier: Fans,
  uniform: Fans,
  decoder: Detection,
  nms: Detection,
  'top-k': Detection,
  map: Scores,
  difficult: Difficult,
  seed: Seed,
};
