/** @file The pages of the lesson with their ticks; each is a place to go to. */
import { useId, useRef } from 'react';
import { useStore } from 'zustand';
import { Button } from '../controls/Button';
import { Icon } from '../controls/Icon';
import { showGlossary } from '../terms/Glossary';
import styles from './Contents.module.css';
import type { Page } from './page';
import { pages } from './pages';
import { forgetProgress, progressStore } from './progress';
import { useGoTo } from './use-go-to';

export function Contents({ page }: { page: Page }) {
  const done = useStore(progressStore, (progress) => progress.done);
  const id = useId();
  const list = useRef<HTMLDivElement>(null);
  const goTo = useGoTo();

  function leaveFor(page: string): void {
    list.current?.hidePopover();
    goTo(page);
  }

  return (
    <>
      <Button look="quiet" className={styles.opener} popoverTarget={id} data-testid="lesson-contents">
        Page {pages.indexOf(page) + 1} of {pages.length}
        <span className={styles.quiet} data-testid="lesson-done" data-value={done.length}>
          {done.length} done
        </span>
      </Button>
      <div ref={list} id={id} popover="auto" className={styles.card} role="dialog" aria-label="Pages of the lesson">
        <ol>
          {pages.map(({ id, title }, i) => (
            <li key={id}>
              <button
                type="button"
                className={styles.page}
                aria-current={id === page.id ? 'page' : undefined}
                data-testid={`lesson-page-${id}`}
                onClick={() => leaveFor(id)}
              >
                <span className={styles.number}>{i + 1}</span>
                <span>{title}</span>
                {done.includes(id) && (
                  <span className={styles.tick}>
                    <Icon name="check" />
                    <span className="visually-hidden">done</span>
                  </span>
                )}
              </button>
            </li>
          ))}
        </ol>
        <Button
          look="quiet"
          icon="lesson"
          data-testid="open-glossary"
          onClick={() => {
            list.current?.hidePopover();
            showGlossary();
          }}
        >
          All terms
        </Button>
        <Button
          look="quiet"
          icon="reset"
          data-testid="lesson-anew"
          onClick={() => {
            forgetProgress();
            leaveFor(pages[0].id);
          }}
        >
          Begin anew
        </Button>
      </div>
    </>
  );
}
