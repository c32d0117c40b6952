/** @file Asks for the gradient of the weights, and says what is in the way. */
import { Button } from '../../controls/Button';
import { Progress } from '../../shell/Progress';
import { useActions, useLab } from '../../use-lab';
import styles from './Shares.module.css';
import type { WeightGradients } from './use-weight-gradients';

export function WeightGradientsButton({ value, busy, problem, obstacle, measure }: WeightGradients) {
  const progress = useLab((state) => state.progress);
  const { cancel } = useActions();
  if (value !== null) {
    return (
      <p className={styles.note}>
        The share of an image is its norm by the sum of the norms. Gradients of the weights may point against each
        other, so their sum can be shorter than the norms together.
      </p>
    );
  }
  if (busy) {
    const fallback = 'Backward pass of each image';
    return (
      <Progress progress={progress} fallback={fallback} onCancel={() => void cancel()} testId="weights-progress" />
    );
  }
  return (
    <div className={styles.ask}>
      {problem !== null && <p className={styles.problem}>{problem}</p>}
      <Button disabled={obstacle !== null} onClick={measure} data-testid="measure-weights">
        Measure the gradient of the weights
      </Button>
      <p className={styles.note}>{obstacle ?? 'One backward pass an image.'}</p>
    </div>
  );
}
