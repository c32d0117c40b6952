/** @file What A and B detected in the same val images, at one step for both: a time-lapse of the training. */
import { useCallback, useId, useMemo } from 'react';
import { type ImageRef, sameImage } from '../../../../experiments';
import { IconButton } from '../../../controls/Button';
import { usePlayer } from '../../../controls/use-player';
import { count } from '../../../format';
import type { DrawnBox } from '../../../images/draw';
import { ImageCanvas } from '../../../images/ImageCanvas';
import { describeObjects, describeOutcome, drawnObjects, drawnOutcome, outcomeOf } from '../../../images/outcome';
import { StrokeKey } from '../../../images/StrokeKey';
import { useActions, useLab } from '../../../use-lab';
import { thresholdStore, useThreshold } from '../../train/threshold';
import { Line } from '../RunKey';
import { type Side, useSame } from '../sides';
import { type Frame, framesAt, shownStep, snapshotAt, snapshotSteps } from './frames';
import styles from './TimeLapse.module.css';

const msPerFrame = 700;
const unread = { snapshots: [], pictures: [] } as const;

/** @param pair the first two of the compared runs */
export function TimeLapse({ pair }: { pair: readonly Side[] }) {
  const { chosen, image } = useLab(({ comparison, view }) => ({ chosen: comparison.step, image: view.image }));
  const runs = useSame(pair.map(({ kept }) => kept ?? unread));
  const steps = useMemo(() => snapshotSteps(runs), [runs]);
  const step = shownStep(steps, chosen);
  const frames = useMemo(() => framesAt(runs, step ?? 0), [runs, step]);
  if (step === null || frames.length === 0) return <Missing pair={pair} />;
  return (
    <section aria-label="Detections over the training" className={styles.lapse}>
      <div className={styles.head}>
        <h2>
          The same val images{' '}
          <span className={styles.quiet} data-testid="lapse-step" data-step={step}>
            at step {count(step)}
          </span>
        </h2>
        <StrokeKey />
      </div>
      <StepSlider steps={steps} step={step} />
      <ul className={styles.pairs} data-testid="lapse-pairs">
        {frames.map((row) => (
          <li key={row[0].id} className={styles.pair}>
            {row.map((frame, i) => (
              <FrameButton
                key={pair[i].record.id}
                frame={frame}
                side={pair[i]}
                own={snapshotAt(runs[i].snapshots, step)?.step ?? null}
                step={step}
                image={image}
              />
            ))}
          </li>
        ))}
      </ul>
    </section>
  );
}

function Missing({ pair }: { pair: readonly Side[] }) {
  return (
    <section aria-label="Detections over the training">
      <h2>The same val images</h2>
      <p className={styles.quiet} data-testid="lapse-missing">
        {whyMissing(pair)}
      </p>
    </section>
  );
}

function whyMissing(pair: readonly Side[]): string {
  if (pair.some(({ kept }) => kept === null)) return 'Reading the detections.';
  const without = pair.filter(({ kept }) => kept?.snapshots.length === 0).map(({ look }) => look.letter);
  if (without.length === 0) return 'A and B were tried on other val images: there is none in common.';
  const kept = `${without.join(' and ')} ${without.length === 1 ? 'has' : 'have'} no detections kept`;
  return `${kept}; a run in this page keeps those of each evaluation.`;
}

function StepSlider({ steps, step }: { steps: readonly number[]; step: number }) {
  const { showComparison } = useActions();
  const threshold = useThreshold();
  const ids = { step: useId(), threshold: useId() };
  const place = steps.indexOf(step);
  const go = useCallback((next: number) => showComparison({ step: steps[next] }), [steps, showComparison]);
  const player = usePlayer(place, steps.length, go, msPerFrame);
  return (
    <div className={styles.controls}>
      <IconButton
        icon="previous"
        label="Previous snapshot"
        data-testid="lapse-previous"
        disabled={place === 0}
        onClick={() => player.go(place - 1)}
      />
      {player.allowed && (
        <IconButton
          icon={player.playing ? 'pause' : 'play'}
          label={player.playing ? 'Pause' : 'Play the training'}
          data-testid="lapse-play"
          disabled={steps.length < 2}
          onClick={player.toggle}
        />
      )}
      <IconButton
        icon="next"
        label="Next snapshot"
        data-testid="lapse-next"
        disabled={place === steps.length - 1}
        onClick={() => player.go(place + 1)}
      />
      <label className={styles.slider} htmlFor={ids.step}>
        <span>Step</span>
        <input
          id={ids.step}
          type="range"
          min={0}
          max={steps.length - 1}
          step={1}
          value={place}
          aria-valuetext={`step ${count(step)}`}
          data-testid="lapse-slider"
          onChange={(event) => player.go(Number(event.target.value))}
        />
        <output>{count(step)}</output>
      </label>
      <label className={styles.threshold} htmlFor={ids.threshold}>
        Score from
        <input
          id={ids.threshold}
          type="range"
          min="0.05"
          max="0.95"
          step="0.05"
          value={threshold}
          onChange={(event) => thresholdStore.setState(Number(event.target.value), true)}
        />
        <output>{threshold.toFixed(2)}</output>
      </label>
    </div>
  );
}

interface FrameProps {
  frame: Frame;
  side: Side;
  /** The step of the snapshot; null before the first. */
  own: number | null;
  step: number;
  image: ImageRef | null;
}

function FrameButton({ frame, side: { look, record }, own, step, image }: FrameProps) {
  const threshold = useThreshold();
  const { select } = useActions();
  const { boxes, words } = useMemo(() => drawn(frame, threshold), [frame, threshold]);
  const selected = sameImage(frame.ref, image);
  return (
    <button
      type="button"
      className={styles.frame}
      data-testid="lapse-frame"
      data-id={frame.id}
      data-side={look.letter}
      data-detections={frame.detections?.length ?? ''}
      aria-pressed={selected}
      onClick={() => select(selected ? null : frame.ref)}
    >
      <ImageCanvas {...frame} boxes={boxes} label={`${look.letter}, ${record.name}: ${words}`} />
      <span className={styles.name} aria-hidden="true">
        <Line look={look} />
        <b>{look.letter}</b>
        {own === null ? 'no detections yet' : own < step && `from step ${count(own)}`}
      </span>
    </button>
  );
}

function drawn(frame: Frame, threshold: number): { boxes: DrawnBox[]; words: string } {
  const { detections } = frame;
  if (detections === null) return { boxes: drawnObjects(frame.objects), words: describeObjects(frame) };
  const view = { ...frame, detections };
  return { boxes: drawnOutcome(outcomeOf(view, threshold)), words: describeOutcome(view, threshold) };
}
