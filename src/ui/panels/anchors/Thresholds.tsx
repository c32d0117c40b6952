/** @file The two settings of the matching, and for the tutorial's images what predicts on them. */
import { memo, useId } from 'react';
import { defaultView } from '../../../experiments';
import { IconButton } from '../../controls/Button';
import { PredictionsSwitch } from '../../inspection/PredictionsSwitch';
import { useActions } from '../../use-lab';
import styles from './Thresholds.module.css';
import type { Matching } from './use-matching';

type Props = Pick<Matching, 'iouThreshold' | 'negativeRatio'> & { tutorial: boolean };

export const Thresholds = memo(function Thresholds({ iouThreshold, negativeRatio, tutorial }: Props) {
  const { look } = useActions();
  return (
    <div className={styles.thresholds}>
      <Slider
        label="IoU threshold"
        testId="iou-threshold"
        value={iouThreshold}
        usual={defaultView.iouThreshold}
        limits={{ min: 0.05, max: 1, step: 0.05 }}
        written={iouThreshold.toFixed(2)}
        onChange={(value) => look({ iouThreshold: value })}
      />
      <Slider
        label="Hard negatives a positive"
        testId="negative-ratio"
        value={negativeRatio}
        usual={defaultView.negativeRatio}
        limits={{ min: 0, max: 10, step: 1 }}
        written={String(negativeRatio)}
        onChange={(value) => look({ negativeRatio: value })}
      />
      {tutorial && (
        <div className={styles.predictions}>
          <span>Logits</span>
          <PredictionsSwitch />
        </div>
      )}
    </div>
  );
});

interface SliderProps {
  label: string;
  testId: string;
  value: number;
  /** The value of the reference. */
  usual: number;
  limits: { min: number; max: number; step: number };
  written: string;
  onChange(value: number): void;
}

function Slider({ label, testId, value, usual, limits, written, onChange }: SliderProps) {
  const id = useId();
  return (
    <div className={styles.slider}>
      <label htmlFor={id}>{label}</label>
      {value !== usual && <IconButton icon="reset" label={`Back to ${usual}`} onClick={() => onChange(usual)} />}
      <output htmlFor={id}>{written}</output>
      <input
        id={id}
        type="range"
        {...limits}
        value={value}
        data-testid={testId}
        onChange={(event) => onChange(Number(event.target.value))}
      />
    </div>
  );
}
