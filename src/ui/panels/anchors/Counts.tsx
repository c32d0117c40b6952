/** @file The matching in one line below the image, every number with its sum. */
import { count, plural } from '../../format';
import { Explained } from '../../lesson/Explained';
import styles from './Counts.module.css';
import { mapName } from './cells';
import type { Matching } from './use-matching';

export function Counts({ matching }: { matching: Matching }) {
  const { summary, anchors, negativeRatio, predictionProblem } = matching;
  const { positives, bipartite, tie, threshold, hardNegatives } = summary;
  return (
    <p className={styles.counts}>
      <span>
        <Explained value={count(positives)} label="Positive anchors of this image" testId="positives">
          <p>
            {bipartite} bipartite + {tie} by a tie + {threshold} by the threshold = {positives}
          </p>
          <p>
            By feature map: {summary.maps.map((map) => map.positives).join(' + ')} = {positives} (
            {anchors.layers.map(mapName).join(', ')})
          </p>
          <p>
            By object: {summary.objects.map((object) => object.positives).join(' + ') || 0} = {positives}
          </p>
        </Explained>{' '}
        of <span data-answer>{count(summary.anchors)}</span> anchors are positive
      </span>
      <span>
        {hardNegatives === null ? (
          (predictionProblem ?? 'The model predicts\u2026')
        ) : (
          <>
            <Explained value={count(hardNegatives)} label="Hard negatives of this image" testId="hard-negatives">
              <p>
                {negativeRatio} × {positives} = {negativeRatio * positives}
                {negativeRatio * positives > hardNegatives && `, of which ${hardNegatives} exist`}
              </p>
              <p>
                These are the unmatched anchors with the largest cross-entropy against background. Of equal ones the
                lower index is taken.
              </p>
            </Explained>{' '}
            are hard negatives of the model
          </>
        )}
      </span>
      <span className={styles.objects} data-testid="object-count" data-value={summary.objects.length}>
        {plural(summary.objects.length, 'object')}
      </span>
    </p>
  );
}
