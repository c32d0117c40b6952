/** @file A word or number that opens a card beside itself. The card exists only while it is open. */
import { type ReactNode, useId, useState } from 'react';
import { createPortal, flushSync } from 'react-dom';
import styles from './CardButton.module.css';

interface Props {
  /** What is pressed. */
  face: ReactNode;
  className: string;
  /** Name of the card, and heading in it. */
  label: string;
  /** What the card holds. Rendered when it is opened, and with every change while it is open. */
  children: ReactNode;
  testId?: string | undefined;
  /** The face may answer a question of the lesson: it is covered while one is open. */
  answer?: boolean;
}

export function CardButton({ face, className, label, children, testId, answer }: Props) {
  const id = useId();
  const [open, setOpen] = useState(false);
  return (
    <>
      <button
        type="button"
        className={`${styles.button} ${className}`}
        popoverTarget={id}
        aria-haspopup="dialog"
        aria-expanded={open}
        title={label}
        data-testid={testId}
        data-answer={answer}
        // The card must stand in the page when the browser follows popoverTarget, right after this.
        onClick={() => flushSync(() => setOpen(true))}
      >
        {face}
      </button>
      {open &&
        createPortal(
          <div
            id={id}
            ref={takesFocus}
            popover="auto"
            className={styles.card}
            role="dialog"
            aria-label={label}
            // biome-ignore lint/a11y/noNoninteractiveTabindex: a card taller than its place must be scrolled by keys too
            tabIndex={0}
            data-testid={testId && `${testId}-card`}
            onToggle={(event) => event.newState === 'closed' && setOpen(false)}
          >
            <h3>{label}</h3>
            {children}
          </div>,
          document.body,
        )}
    </>
  );
}

/** The browser moves the focus to the card as it opens, and back as it closes; React's autoFocus would be too early. */
function takesFocus(card: HTMLElement | null): void {
  card?.setAttribute('autofocus', '');
}
