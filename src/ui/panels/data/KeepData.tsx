/** @file The offer to keep the open VOC data in the browser, with what that takes; never done unasked. */
import { Button } from '../../controls/Button';
import { bytes } from '../../format';
import { Progress } from '../../shell/Progress';
import { useActions, useLab } from '../../use-lab';
import styles from './KeepData.module.css';

export function KeepData() {
  const { needed, free, kept, keeping } = useLab(({ data, stored, keeping }) => ({
    needed: data?.identity?.bytes ?? null,
    free: stored?.freeBytes ?? null,
    kept: stored?.sets.some(({ id, damage }) => id === data?.identity?.id && damage === null) ?? null,
    keeping,
  }));
  const { keepData, cancelKeeping } = useActions();
  if (keeping !== null) {
    return (
      <Progress
        progress={keeping}
        fallback="Keeping the data set"
        onCancel={() => void cancelKeeping()}
        testId="keeping-progress"
      />
    );
  }
  if (needed === null || kept === null) return null;
  if (kept) {
    return (
      <p className={styles.kept} data-testid="data-kept">
        Kept in this browser, {bytes(needed)}: it is found again without its files.
      </p>
    );
  }
  return (
    <section className={styles.offer} aria-label="Keep the data set" data-testid="keep-offer">
      <p>
        Keep this data set in the browser, and find it again without its files. It takes {bytes(needed)}
        {free !== null && `; ${bytes(free)} are free`}.
      </p>
      <Button icon="download" data-testid="keep-data" onClick={() => void keepData()}>
        Keep it
      </Button>
    </section>
  );
}
