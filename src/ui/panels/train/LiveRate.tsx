/** @file The learning rate while the run goes on: a slider over decades, and the way back to the schedule. */
import { useEffect, useId, useState } from 'react';
import { Button } from '../../controls/Button';
import { rate } from '../../format';
import { useActions, useLab } from '../../use-lab';
import styles from './LiveRate.module.css';

export function LiveRate() {
  const { now, chosen, peak } = useLab(({ run, config }) => ({
    now: run?.steps.at(-1)?.learningRate ?? config.optimizer.learningRate,
    chosen: run?.rateMarks.at(-1)?.learningRate ?? null,
    peak: config.optimizer.learningRate,
  }));
  const { setLearningRate } = useActions();
  const id = useId();
  const position = Math.log10(chosen ?? now);
  const [draft, setDraft] = useState(position);
  const [held, setHeld] = useState(false);
  useEffect(() => {
    if (!held) setDraft(position);
  }, [position, held]);
  const commit = () => {
    if (held) void setLearningRate(Number((10 ** draft).toPrecision(2)));
    setHeld(false);
  };
  const middle = Math.log10(peak);
  return (
    <section className={styles.live} aria-label="Learning rate, live">
      <label htmlFor={id}>
        Learning rate now{' '}
        <output data-testid="live-rate">{rate(held ? Number((10 ** draft).toPrecision(2)) : now)}</output>
      </label>
      <input
        id={id}
        type="range"
        data-testid="live-rate-slider"
        min={middle - 3}
        max={middle + 1}
        step="0.02"
        value={draft}
        aria-valuetext={rate(10 ** draft)}
        onChange={(event) => {
          setHeld(true);
          setDraft(Number(event.target.value));
        }}
        onPointerUp={commit}
        onKeyUp={commit}
        onBlur={commit}
      />
      <p>
        {chosen === null ? 'Follows the schedule. Move it to take over from the next step on.' : 'Set by hand.'}
        {chosen !== null && (
          <Button look="quiet" icon="reset" className={styles.back} onClick={() => void setLearningRate(null)}>
            Back to the schedule
          </Button>
        )}
      </p>
    </section>
  );
}
