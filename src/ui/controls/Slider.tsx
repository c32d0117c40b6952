/** @file A number with a slider and a field: dragged, stepped with the arrow keys, or typed. */
import { useEffect, useId, useState } from 'react';
import styles from './Slider.module.css';
import { positionOf, type SliderScale, valueAtPosition } from './slider-scale';

interface Props extends SliderScale {
  label: string;
  value: number;
  onChange(value: number): void;
  testId: string;
  /** The field alone carries the label in view; the slider's name is for screen readers. */
  hideLabel?: boolean;
}

const positions = 1000;

export function Slider({ label, value, onChange, testId, hideLabel = false, ...scale }: Props) {
  const id = useId();
  const linear = scale.logarithmic !== true;
  return (
    <div className={styles.slider}>
      <label htmlFor={id} className={hideLabel ? 'visually-hidden' : styles.label}>
        {label}
      </label>
      <input
        type="range"
        className={styles.range}
        aria-label={`${label}, slider`}
        aria-valuetext={String(value)}
        data-testid={`${testId}-slider`}
        min={linear ? scale.min : 0}
        max={linear ? scale.max : positions}
        step={linear ? scale.step : 1}
        value={linear ? value : Math.round(positionOf(value, scale) * positions)}
        onChange={({ target }) =>
          onChange(linear ? Number(target.value) : valueAtPosition(Number(target.value) / positions, scale))
        }
      />
      <NumberField id={id} value={value} scale={scale} onChange={onChange} testId={testId} />
    </div>
  );
}

interface FieldProps {
  id: string;
  value: number;
  scale: SliderScale;
  onChange(value: number): void;
  testId: string;
}

/** Taken over on Enter or when the field is left; a refused number stays in view with its reason. */
function NumberField({ id, value, scale: { min, max, step }, onChange, testId }: FieldProps) {
  const [draft, setDraft] = useState(String(value));
  useEffect(() => setDraft(String(value)), [value]);
  const typed = draft.trim() === '' ? Number.NaN : Number(draft);
  const fits = typed >= min && typed <= max && (step < 1 || Number.isInteger(typed));
  const commit = () => {
    if (fits && typed !== value) onChange(typed);
  };
  return (
    <>
      <input
        id={id}
        className={styles.field}
        data-testid={testId}
        inputMode="decimal"
        autoComplete="off"
        value={draft}
        aria-invalid={!fits}
        aria-describedby={fits ? undefined : `${id}-problem`}
        onChange={(event) => setDraft(event.target.value)}
        onBlur={commit}
        onKeyDown={(event) => {
          if (event.key === 'Enter') commit();
        }}
      />
      {!fits && (
        <p className={styles.problem} id={`${id}-problem`}>
          {step < 1 ? '' : 'Whole, '}
          {min} to {max}
        </p>
      )}
    </>
  );
}
