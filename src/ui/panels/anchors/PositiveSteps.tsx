/** @file Steps through the positives of the selected object, or of the image. */
import { IconButton } from '../../controls/Button';
import { useActions } from '../../use-lab';
import styles from './PositiveSteps.module.css';
import { positivesOf } from './summary';
import type { Matching } from './use-matching';

export function PositiveSteps({ matching: { targets, object, anchor } }: { matching: Matching }) {
  const { look } = useActions();
  const positives = positivesOf(targets, object);
  const at = anchor === null ? -1 : positives.indexOf(anchor);
  const step = (by: 1 | -1) => {
    const next = at < 0 ? (by > 0 ? 0 : positives.length - 1) : (at + by + positives.length) % positives.length;
    look({ anchor: positives[next] });
  };
  return (
    <div className={styles.steps}>
      <h3>Positives{object !== null && ` of box ${object + 1}`}</h3>
      <span data-testid="positive-place">{at < 0 ? positives.length : `${at + 1} of ${positives.length}`}</span>
      <IconButton
        icon="previous"
        label="Previous positive"
        data-testid="anchor-previous"
        disabled={positives.length === 0}
        onClick={() => step(-1)}
      />
      <IconButton
        icon="next"
        label="Next positive"
        data-testid="anchor-next"
        disabled={positives.length === 0}
        onClick={() => step(1)}
      />
    </div>
  );
}
