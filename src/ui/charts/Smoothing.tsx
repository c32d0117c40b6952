/** @file The factor of smoothing, as a slider: the weight of the past in [0, 1). */
import { useId } from 'react';
import styles from './Smoothing.module.css';

export function Smoothing({ factor, onChange }: { factor: number; onChange(factor: number): void }) {
  const slider = useId();
  return (
    <label className={styles.smoothing} htmlFor={slider} data-not-in-pictures>
      Smoothing
      <input
        id={slider}
        type="range"
        min="0"
        max="0.99"
        step="0.01"
        value={factor}
        onChange={(event) => onChange(Number(event.target.value))}
      />
      <output>{factor.toFixed(2)}</output>
    </label>
  );
}
