/** @file The way in for the reader's own VOC data: drop or pick, and the lists to use. */
import { Button } from '../../controls/Button';
import { FilePickers } from '../../files/FilePickers';
import { isActive } from '../../store/state';
import { useActions, useLab } from '../../use-lab';
import styles from './BringData.module.css';
import { StoredSets } from './StoredSets';

export function BringData() {
  const { busy, lists, imported } = useLab(({ status, config, data, lists }) => ({
    busy: isActive(status),
    lists,
    imported: data?.kind === 'voc' && config.data.kind === 'voc' ? config.data : null,
  }));
  const { setLists, importAgain } = useActions();
  const changed = imported !== null && (lists.train !== imported.train || lists.val !== imported.val);
  return (
    <div className={styles.bring}>
      <StoredSets />
      <p className={styles.drop}>
        Drop a VOCdevkit folder, .zip, .tar or .tar.gz anywhere on the page. It is read in this tab and never leaves it.
      </p>
      <FilePickers disabled={busy} />
      <div className={styles.lists}>
        {(['train', 'val'] as const).map((split) => (
          <label key={split}>
            <span>{split === 'train' ? 'Train list' : 'Val list'}</span>
            <input
              data-testid={`list-${split}`}
              value={lists[split]}
              disabled={busy}
              spellCheck={false}
              onChange={(event) => setLists({ ...lists, [split]: event.target.value })}
            />
          </label>
        ))}
        {changed && (
          <Button disabled={busy} onClick={() => void importAgain()}>
            Import again
          </Button>
        )}
      </div>
    </div>
  );
}
