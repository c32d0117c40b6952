/** @file The dialog that makes a link: to what is seen now or to a page of the lesson, with parts left out for a class. */
import { useId, useState } from 'react';
import { Button, IconButton } from '../controls/Button';
import { Dialog, showDialog } from '../controls/Dialog';
import { pages } from '../lesson/pages';
import { stages } from '../stages';
import { useActions, useLab } from '../use-lab';
import { type Part, surroundings, useHidden } from './hidden';
import { shareLink } from './link';
import styles from './Share.module.css';

const dialogId = 'share';
const parts: readonly { name: Part; label: string }[] = [
  ...stages.map(({ id, label }) => ({ name: id, label })),
  ...surroundings,
];

/** In the run bar: the dialog's button, and where parts are left out, the way to have them all. */
export function ShareButtons() {
  const hidden = useLab(({ view }) => view.hidden);
  const withoutShare = useHidden('share');
  const { look } = useActions();
  return (
    <>
      {hidden.length > 0 && (
        <Button look="quiet" data-testid="show-everything" onClick={() => look({ hidden: [] })}>
          Show everything
        </Button>
      )}
      {!withoutShare && (
        <IconButton icon="share" label="Share a link" data-testid="share-button" onClick={() => showDialog(dialogId)} />
      )}
    </>
  );
}

export function Share() {
  return (
    <Dialog id={dialogId} title="Share a link">
      <Form />
    </Dialog>
  );
}

function Form() {
  const present = useLab(({ panel, config, view }) => ({ panel, config, view }));
  const [start, setStart] = useState('here');
  const [hidden, setHidden] = useState(present.view.hidden as readonly Part[]);
  const [copied, setCopied] = useState('');
  const ids = { link: useId(), start: useId() };
  const link = location.href.replace(/#.*$/, '') + shareLink(present, { start, hidden });
  const openPanel = pages.find(({ id }) => id === start)?.panel ?? present.panel;

  async function copy(): Promise<void> {
    try {
      await navigator.clipboard.writeText(link);
      setCopied('Copied.');
    } catch {
      const field = document.getElementById(ids.link);
      if (field instanceof HTMLInputElement) field.select();
      setCopied('The browser refused; the link is marked, copy it with Ctrl+C.');
    }
  }

  return (
    <div className={styles.form}>
      <label htmlFor={ids.start}>It starts at</label>
      <select
        id={ids.start}
        className={styles.field}
        value={start}
        data-testid="share-start"
        onChange={(event) => setStart(event.target.value)}
      >
        <option value="here">what is seen now</option>
        {pages.map(({ id, title }, i) => (
          <option key={id} value={id}>
            lesson, page {i + 1}: {title}
          </option>
        ))}
      </select>
      <fieldset>
        <legend>Leave out</legend>
        <div className={styles.parts}>
          {parts.map(({ name, label }) => (
            <label key={name} className={styles.part}>
              <input
                type="checkbox"
                data-testid={`hide-${name}`}
                checked={hidden.includes(name)}
                disabled={name === openPanel}
                onChange={(event) =>
                  setHidden(event.target.checked ? [...hidden, name] : hidden.filter((known) => known !== name))
                }
              />
              {label}
            </label>
          ))}
        </div>
      </fieldset>
      <label htmlFor={ids.link}>Link</label>
      <input id={ids.link} className={styles.field} readOnly value={link} data-testid="share-link" />
      <p className={styles.note}>
        It carries the settings, the panel and what is looked at; weights and images stay on this machine. Whoever opens
        it can show everything again.
      </p>
      <p className={styles.actions}>
        <Button data-testid="share-copy" onClick={() => void copy()}>
          Copy the link
        </Button>
        <span role="status" data-testid="share-copied">
          {copied}
        </span>
      </p>
    </div>
  );
}
