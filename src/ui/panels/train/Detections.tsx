/** @file Val images under the present weights: detections and ground truth on the same image. */
import { useId } from 'react';
import type { DetectionView, SampleView } from '../../../worker';
import { count } from '../../format';
import { Gallery } from '../../images/Gallery';
import { describeObjects, describeOutcome, drawnObjects, drawnOutcome, outcomeOf } from '../../images/outcome';
import { StrokeKey } from '../../images/StrokeKey';
import { useActions, useLab } from '../../use-lab';
import styles from './Detections.module.css';
import { thresholdStore, useThreshold } from './threshold';

export function Detections() {
  const { detections, preview, image, selectable } = useLab(({ run, preview, view }) => ({
    detections: run?.detections ?? null,
    preview,
    image: view.image,
    selectable: run !== null,
  }));
  const { select } = useActions();
  const threshold = useThreshold();
  const slider = useId();
  const shared = {
    label: 'Val images',
    selected: image,
    onSelect: select,
    testId: 'detection-cell',
    rowHeight: 224,
  } as const;
  return (
    <section>
      <div className={styles.head}>
        <h2>
          Val images{' '}
          <span className={styles.quiet} data-testid="detections-step" data-step={detections?.step ?? 0}>
            {detections === null ? groundTruthOnly(selectable) : `at step ${count(detections.step)}`}
          </span>
        </h2>
        {detections !== null && (
          <>
            <StrokeKey />
            <label className={styles.threshold} htmlFor={slider}>
              Score from
              <input
                id={slider}
                type="range"
                min="0.05"
                max="0.95"
                step="0.05"
                value={threshold}
                onChange={(event) => thresholdStore.setState(Number(event.target.value), true)}
              />
              <output>{threshold.toFixed(2)}</output>
            </label>
          </>
        )}
      </div>
      {detections === null ? (
        <Gallery<SampleView> {...shared} views={preview} boxes={groundTruth} describe={describeObjects} />
      ) : (
        <Gallery<DetectionView>
          {...shared}
          views={detections.images}
          boxes={(view) => outcomeBoxes(view, threshold)}
          describe={(view) => describeOutcome(view, threshold)}
        />
      )}
    </section>
  );
}

function groundTruthOnly(hasRun: boolean): string {
  return hasRun ? 'with their ground truth; detections come with the first evaluation' : 'with their ground truth';
}

type Drawn = ReturnType<typeof drawnObjects>;

/** The same view gives the same boxes, so that its canvas is not drawn again. */
const truths = new WeakMap<SampleView, Drawn>();
function groundTruth(view: SampleView): Drawn {
  const known = truths.get(view) ?? drawnObjects(view.objects);
  truths.set(view, known);
  return known;
}

const outcomes = new WeakMap<DetectionView, { threshold: number; boxes: Drawn }>();
function outcomeBoxes(view: DetectionView, threshold: number): Drawn {
  const known = outcomes.get(view);
  if (known?.threshold === threshold) return known.boxes;
  const boxes = drawnOutcome(outcomeOf(view, threshold));
  outcomes.set(view, { threshold, boxes });
  return boxes;
}
