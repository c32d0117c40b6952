/** @file Both decoders over val, by a button: mAP of each, the difference, what each costs. */
import { useMemo } from 'react';
import type { DetectionSettings } from '../../../experiments';
import type { DecoderComparison } from '../../../worker';
import { Button } from '../../controls/Button';
import { count, metric, milliseconds, plural } from '../../format';
import { useAnswer } from '../../inspection/answer';
import { useLookedAt } from '../../inspection/model';
import { Explained } from '../../lesson/Explained';
import { Progress } from '../../shell/Progress';
import { useActions, useLab } from '../../use-lab';
import { ClassDifferences } from './ClassDifferences';
import styles from './CompareOnVal.module.css';
import { DecoderMark } from './DecoderMark';
import { decoderWords } from './decoders';
import { keptStore, useKept } from './kept';
import { type ScoreDifferences, type ScorePair, scoreDifferences, signed, verdictOf } from './score-differences';

export function CompareOnVal() {
  const lookedAt = useLookedAt();
  const { detection, progress, images } = useLab(({ view, progress, data }) => ({
    detection: view.detection,
    progress,
    images: data?.val.images ?? null,
  }));
  const { cancel } = useActions();
  const asked = useKept((kept) => kept.comparison);
  const answer = useAnswer(asked && `compare ${asked.number}`, (api) =>
    api.compareDecoders({ ...asked!.model, detection: asked!.detection }),
  );
  const compare = () => {
    const { config, weights, key, step } = lookedAt;
    const number = (asked?.number ?? 0) + 1;
    keptStore.setState({ comparison: { number, model: { config, weights }, detection, modelKey: key, step } });
  };
  const outdated = asked !== null && (asked.modelKey !== lookedAt.key || !sameSettings(asked.detection, detection));
  return (
    <section aria-label="Both decoders over val">
      <div className={styles.head}>
        <h2>Over val: Δ mAP</h2>
        <Button disabled={!lookedAt.ready || answer.busy} data-testid="compare-decoders" onClick={compare}>
          Compare on {images === null ? 'val' : plural(images, 'val image')}
        </Button>
      </div>
      <p className={styles.quiet}>
        One forward pass an image, then both decoders with the limits above. The tutorial reports +0.005 to +0.008 mAP
        for per class, on VOC with fully trained models.
      </p>
      {answer.busy && (
        <Progress
          progress={progress}
          fallback="Comparing the decoders on val"
          onCancel={() => void cancel()}
          testId="compare-progress"
        />
      )}
      {answer.problem !== null && !answer.busy && (
        <p className={styles.problem} role="alert" data-testid="compare-problem">
          {answer.problem}
        </p>
      )}
      {asked !== null && answer.value !== null && !answer.busy && (
        <Result comparison={answer.value} step={asked.step} outdated={outdated} />
      )}
    </section>
  );
}

function Result({ comparison, step, outdated }: { comparison: DecoderComparison; step: number; outdated: boolean }) {
  const differences = useMemo(() => scoreDifferences(comparison), [comparison]);
  const { decoders, images, forwardMs } = comparison;
  const [perClass, argmax] = [decoders['per-class'], decoders.argmax];
  return (
    <div className={styles.result} data-testid="compare-result">
      <p role="status" data-testid="compare-verdict">
        {verdictOf(differences, images, step).join(' ')}
        {outdated && <b> The weights or the limits have changed since: compare again.</b>}
      </p>
      <div className={styles.scroll}>
        <table>
          <caption className={styles.caption}>
            {plural(images, 'val image')}, weights of step {count(step)}, forward pass{' '}
            {milliseconds(forwardMs / images)} an image
          </caption>
          <thead>
            <tr>
              <td />
              {decoderWords.map(({ id, name }) => (
                <th key={id} scope="col">
                  <DecoderMark decoder={id} />
                  {name}
                </th>
              ))}
              <th scope="col">Difference</th>
            </tr>
          </thead>
          <tbody>
            <ScoreRow name="mAP, VOC07 rule" rule="ap07" pair={differences.map07} differences={differences} />
            <ScoreRow name="mAP, VOC12 rule" rule="ap12" pair={differences.map12} differences={differences} />
            <tr>
              <th scope="row">Detections</th>
              {decoderWords.map(({ id }) => (
                <td key={id} data-testid={`compare-detections-${id}`} data-value={decoders[id].detections}>
                  {count(decoders[id].detections)}
                </td>
              ))}
              <td>{signedCount(perClass.detections - argmax.detections)}</td>
            </tr>
            <tr>
              <th scope="row">Decode + NMS, an image</th>
              {decoderWords.map(({ id, name }) => (
                <td key={id} data-testid={`compare-ms-${id}`} data-value={decoders[id].ms / images}>
                  <Explained
                    value={milliseconds(decoders[id].ms / images)}
                    label={`${name}: decode and NMS of an image`}
                  >
                    <p>
                      {milliseconds(decoders[id].ms)} in all / {plural(images, 'image')}; ranking and suppressing with
                      it
                    </p>
                  </Explained>
                </td>
              ))}
              <td>{argmax.ms > 0 && `× ${(perClass.ms / argmax.ms).toFixed(1)}`}</td>
            </tr>
          </tbody>
        </table>
      </div>
      <ClassDifferences classes={differences.classes} step={step} />
    </div>
  );
}

interface ScoreRowProps {
  name: string;
  rule: 'ap07' | 'ap12';
  pair: ScorePair;
  differences: ScoreDifferences;
}

function ScoreRow({ name, rule, pair, differences }: ScoreRowProps) {
  const known = differences.classes.filter((scores) => scores[rule].difference !== null);
  const mean = (part: 'perClass' | 'argmax') => (
    <p>
      Mean of {plural(known.length, 'class')} with ground truth: (
      {known.map((scores) => metric(scores[rule][part])).join(' + ')}) / {known.length} = {metric(pair[part])}
    </p>
  );
  const id = rule === 'ap07' ? 'map07' : 'map12';
  return (
    <tr>
      <th scope="row">{name}</th>
      <td data-testid={`compare-${id}-per-class`} data-value={pair.perClass ?? ''}>
        <Explained value={metric(pair.perClass)} label={`${name}, per class`}>
          {mean('perClass')}
        </Explained>
      </td>
      <td data-testid={`compare-${id}-argmax`} data-value={pair.argmax ?? ''}>
        <Explained value={metric(pair.argmax)} label={`${name}, argmax`}>
          {mean('argmax')}
        </Explained>
      </td>
      <td className={styles.difference} data-testid={`compare-${id}-difference`} data-value={pair.difference ?? ''}>
        <Explained value={signed(pair.difference)} label={`${name}, per class minus argmax`}>
          <p>
            {pair.perClass?.toFixed(5)} − {pair.argmax?.toFixed(5)} = {pair.difference?.toFixed(5)}
          </p>
        </Explained>
      </td>
    </tr>
  );
}

function sameSettings(a: DetectionSettings, b: DetectionSettings): boolean {
  return Object.values(a).join() === Object.values(b).join();
}

function signedCount(value: number): string {
  if (value === 0) return '0';
  return value > 0 ? `+${count(value)}` : `\u2212${count(-value)}`;
}
