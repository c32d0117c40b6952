/** @file The lesson: a strip above the stage, or on a phone a sheet above the bottom bar, with one page at a time. */
import { useContext, useEffect, useRef, useState } from 'react';
import { useStore } from 'zustand';
import { Button, IconButton } from '../controls/Button';
import { Icon } from '../controls/Icon';
import { isLocked } from '../store/setting-actions';
import { LabContext, useLab } from '../use-lab';
import { Contents } from './Contents';
import { lessonButtonId } from './entry';
import { pageOf } from './guide';
import styles from './Lesson.module.css';
import { isComplete, type Page } from './page';
import { pages } from './pages';
import { progressStore, tick } from './progress';
import { Question } from './Question';
import { useGoTo } from './use-go-to';

export function Lesson() {
  const page = useLab(({ view }) => pageOf(view));
  const [folded, setFolded] = useState(false);
  return page === null ? null : <OpenPage key={page.id} page={page} folded={folded} onFold={setFolded} />;
}

function OpenPage({ page, folded, onFold }: { page: Page; folded: boolean; onFold(folded: boolean): void }) {
  const goTo = useGoTo();
  const heading = useRef<HTMLHeadingElement>(null);
  const complete = useCompletion(page);
  const at = pages.indexOf(page);

  useEffect(() => heading.current?.focus({ preventScroll: true }), []);

  function close(): void {
    goTo(null);
    document.getElementById(lessonButtonId)?.focus();
  }

  return (
    <section
      className={styles.lesson}
      aria-label="Lesson"
      data-testid="lesson"
      data-page={page.id}
      data-folded={folded}
      data-complete={complete}
      onKeyDown={(event) => {
        // An open card takes the key first, and the page's own Escape not at all.
        if (event.key !== 'Escape' || document.querySelector(':popover-open') !== null) return;
        event.stopPropagation();
        close();
      }}
    >
      <header className={styles.head}>
        <h2 ref={heading} tabIndex={-1} data-testid="lesson-title">
          {page.title}
        </h2>
        <IconButton
          icon={folded ? 'up' : 'down'}
          label={folded ? 'Unfold the page' : 'Fold the page'}
          aria-expanded={!folded}
          data-testid="lesson-fold"
          onClick={() => onFold(!folded)}
        />
        <IconButton icon="close" label="Close the lesson" keys="Escape" data-testid="lesson-close" onClick={close} />
      </header>
      <div className={styles.page} hidden={folded}>
        <div className={styles.text}>
          <page.Body />
          <Deeds page={page} />
        </div>
        <Questions page={page} />
      </div>
      <footer className={styles.foot}>
        <Contents page={page} />
        <span className={styles.gap} />
        <Button
          look="quiet"
          icon="previous"
          disabled={at === 0}
          data-testid="lesson-previous"
          onClick={() => goTo(pages[at - 1].id)}
        >
          Previous
        </Button>
        {at + 1 < pages.length ? (
          <Button className={styles.next} data-testid="lesson-next" onClick={() => goTo(pages[at + 1].id)}>
            Next <Icon name="next" />
          </Button>
        ) : (
          <Button icon="check" data-testid="lesson-finish" onClick={close}>
            Finish
          </Button>
        )}
      </footer>
    </section>
  );
}

/** Ticks the page off as soon as it is complete. */
function useCompletion(page: Page): boolean {
  const { answers, done } = useStore(progressStore);
  const complete = useLab((state) => isComplete(page, state, answers));
  useEffect(() => {
    if (complete) tick(page.id);
  }, [complete, page]);
  return done.includes(page.id);
}

/** Each question appears when the one before is answered. */
function Questions({ page }: { page: Page }) {
  const answers = useStore(progressStore, (progress) => progress.answers);
  const questions = page.questions ?? [];
  const open = questions.findIndex(({ id }) => !(id in answers));
  if (questions.length === 0) return null;
  return (
    <div className={styles.questions}>
      {questions.slice(0, open < 0 ? undefined : open + 1).map((question) => (
        <Question key={question.id} question={question} />
      ))}
      {open >= 0 && <p className={styles.covered}>The panel covers its numbers until you have said yours.</p>}
    </div>
  );
}

function Deeds({ page }: { page: Page }) {
  const lab = useContext(LabContext);
  const deeds = page.deeds ?? [];
  const { done, locked } = useLab((state) => ({
    done: deeds.find((deed) => deed.done(state))?.id ?? null,
    locked: isLocked(state),
  }));
  if (lab === null || deeds.length === 0) return null;
  return (
    <p className={styles.deeds}>
      {deeds.map(({ id, label, setting, act }) => (
        <Button
          key={id}
          aria-pressed={id === done}
          disabled={locked && setting === true}
          data-testid={`deed-${id}`}
          onClick={() => act(lab)}
        >
          {label}
        </Button>
      ))}
      {locked && deeds.some(({ setting }) => setting) && <span>Reset the run to change its settings.</span>}
    </p>
  );
}
