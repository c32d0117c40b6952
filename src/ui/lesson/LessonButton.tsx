/** @file The way into the lesson, and out of it: in the run bar, and as an invitation where nothing has been done yet. */
import { useStore } from 'zustand';
import { Button } from '../controls/Button';
import { useHidden } from '../share/hidden';
import { useLab } from '../use-lab';
import { lessonButtonId } from './entry';
import { pageOf } from './guide';
import styles from './LessonButton.module.css';
import { pages } from './pages';
import { progressStore } from './progress';
import { useGoTo } from './use-go-to';

/** Opens the first page that is not ticked off. */
function useOpen(): () => void {
  const done = useStore(progressStore, (progress) => progress.done);
  const goTo = useGoTo();
  return () => goTo((pages.find(({ id }) => !done.includes(id)) ?? pages[0]).id);
}

export function LessonButton() {
  const isOpen = useLab(({ view }) => pageOf(view) !== null);
  const hidden = useHidden('lesson');
  const goTo = useGoTo();
  const open = useOpen();
  if (hidden) return null;
  return (
    <Button
      id={lessonButtonId}
      look="quiet"
      icon="lesson"
      className={styles.button}
      aria-expanded={isOpen}
      aria-label="Lesson"
      title={isOpen ? 'Close the lesson' : 'A guided path through the three tricks'}
      data-testid="lesson-button"
      onClick={() => (isOpen ? goTo(null) : open())}
    >
      <span>Lesson</span>
    </Button>
  );
}

/** For a panel that has nothing to show yet. */
export function LessonInvitation() {
  const isOpen = useLab(({ view }) => pageOf(view) !== null);
  const begun = useStore(progressStore, ({ done }) => done.length > 0);
  const hidden = useHidden('lesson');
  const open = useOpen();
  if (hidden || isOpen) return null;
  return (
    <p className={styles.invitation}>
      New to SSD? {pages.length} short pages lead through its training, on these panels.{' '}
      <Button icon="lesson" data-testid="lesson-start" onClick={open}>
        {begun ? 'Go on with the lesson' : 'Start the lesson'}
      </Button>
    </p>
  );
}
