/** @file One val image, larger: each detection with its score and how it counts, each object found or missed. */
import { useMemo } from 'react';
import type { DetectionView, SampleView } from '../../../worker';
import { ImageCanvas } from '../../images/ImageCanvas';
import { ObjectList } from '../../images/ObjectList';
import { describeOutcome, drawnObjects, drawnOutcome, outcomeOf } from '../../images/outcome';
import { useThreshold } from './threshold';

const matchNames = { 'true-positive': 'true', 'false-positive': 'false', ignored: 'ignored' } as const;

export function SelectedDetection({ view }: { view: SampleView | DetectionView }) {
  const threshold = useThreshold();
  const outcome = useMemo(() => ('detections' in view ? outcomeOf(view, threshold) : null), [view, threshold]);
  const boxes = useMemo(() => (outcome === null ? drawnObjects(view.objects) : drawnOutcome(outcome)), [view, outcome]);
  const objects = outcome?.objects ?? view.objects.map((object) => ({ object, found: null }));
  return (
    <>
      <ImageCanvas {...view} boxes={boxes} label={'detections' in view ? describeOutcome(view, threshold) : view.id} />
      {outcome !== null && (
        <ObjectList
          caption={
            outcome.detections.length === 0 ? `No detection scores ${threshold.toFixed(2)} or more` : 'Detections'
          }
          valueName="Score"
          items={outcome.detections.map(({ className, match, score }) => ({
            className,
            mark: matchNames[match],
            value: score.toFixed(3),
          }))}
        />
      )}
      <ObjectList
        caption={objects.length === 0 ? 'No ground truth' : 'Ground truth'}
        valueName="Size, px"
        items={objects.map(({ object: { className, box, difficult }, found }) => ({
          className,
          mark: [difficult ? 'difficult' : '', found === null ? '' : found ? 'found' : 'missed']
            .filter(Boolean)
            .join(', '),
          value: `${Math.round(box[2] - box[0])} \u00d7 ${Math.round(box[3] - box[1])}`,
        }))}
      />
    </>
  );
}
