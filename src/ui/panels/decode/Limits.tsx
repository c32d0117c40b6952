/** @file The thresholds and limits of detection: moved, they decode the known predictions anew. */
import type { DetectionSettings } from '../../../experiments';
import { Slider } from '../../controls/Slider';
import type { SliderScale } from '../../controls/slider-scale';
import { useActions, useLab } from '../../use-lab';
import styles from './Limits.module.css';

export const scoreScale: SliderScale = { min: 0.001, max: 1, step: 0.001, logarithmic: true };

const limits: readonly { part: keyof DetectionSettings; label: string; scale: SliderScale; testId: string }[] = [
  { part: 'scoreThreshold', label: 'Score threshold', scale: scoreScale, testId: 'limit-score' },
  { part: 'nmsThreshold', label: 'NMS IoU', scale: { min: 0.01, max: 0.99, step: 0.01 }, testId: 'limit-nms' },
  {
    part: 'topK',
    label: 'Top k, into NMS',
    scale: { min: 1, max: 10000, step: 1, logarithmic: true },
    testId: 'limit-topk',
  },
  {
    part: 'postNms',
    label: 'Post NMS, out of it',
    scale: { min: 1, max: 10000, step: 1, logarithmic: true },
    testId: 'limit-post',
  },
];

export function Limits() {
  const { detection } = useLab(({ view }) => ({ detection: view.detection }));
  const { look } = useActions();
  return (
    <div className={styles.limits}>
      {limits.map(({ part, label, scale, testId }) => (
        <Slider
          key={part}
          label={label}
          {...scale}
          value={detection[part]}
          onChange={(value) => look({ detection: { ...detection, [part]: value } })}
          testId={testId}
        />
      ))}
    </div>
  );
}
