/** @file Takes an image of val into view: mAP is over these, the batch is of train. */
import { shownImage } from '../../../experiments';
import { Button, IconButton } from '../../controls/Button';
import { count } from '../../format';
import { isTutorial } from '../../inspection/model';
import { useActions, useLab } from '../../use-lab';
import styles from './ValImage.module.css';

export function ValImage() {
  const { view, images } = useLab(({ view, data }) => ({ view, images: data?.val.images ?? 0 }));
  const { look } = useActions();
  if (isTutorial(view.batch[0]) || images === 0) return null;
  const shown = shownImage(view);
  const position = shown.split === 'val' ? shown.index : null;
  const go = (index: number) => look({ image: { split: 'val', index: (index + images) % images } });
  return (
    <div className={styles.chooser}>
      <IconButton
        icon="previous"
        label="Previous val image"
        data-testid="val-previous"
        onClick={() => go((position ?? 0) - 1)}
      />
      {position === null ? (
        <Button data-testid="val-first" onClick={() => go(0)}>
          Show an image of val
        </Button>
      ) : (
        <p data-testid="val-position" data-index={position}>
          Val image {count(position + 1)} of {count(images)}
        </p>
      )}
      <IconButton
        icon="next"
        label="Next val image"
        data-testid="val-next"
        onClick={() => go(position === null ? 0 : position + 1)}
      />
    </div>
  );
}
