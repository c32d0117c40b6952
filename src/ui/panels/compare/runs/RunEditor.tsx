/** @file The name and the tags of a run, in place of its row. Enter takes them over, Escape leaves them. */
import { useId, useState } from 'react';
import type { RunRecord } from '../../../../experiments';
import { Button } from '../../../controls/Button';
import { useActions } from '../../../use-lab';
import styles from './RunEditor.module.css';
import { tagsOf } from './words';

const longestName = 200;

interface Props {
  record: RunRecord;
  /** Beside that of the check box. */
  columns: number;
  onClose(id: string): void;
}

export function RunEditor({ record, columns, onClose }: Props) {
  const { id } = record;
  const { renameRun, tagRun } = useActions();
  const [name, setName] = useState(record.name);
  const [tags, setTags] = useState(record.tags.join(', '));
  const problem = useId();
  const unnamed = name.trim() === '';
  const save = () => {
    if (unnamed) return;
    if (name.trim() !== record.name) void renameRun(id, name.trim());
    if (tagsOf(tags).join() !== record.tags.join()) void tagRun(id, tagsOf(tags));
    onClose(id);
  };
  return (
    <tr data-testid="run-editor">
      <td colSpan={columns + 1}>
        <form
          className={styles.form}
          aria-label={`Name and tags of ${record.name}`}
          onSubmit={(event) => {
            event.preventDefault();
            save();
          }}
          onKeyDown={({ key }) => {
            if (key === 'Escape') onClose(id);
          }}
        >
          <label className={styles.field}>
            Name
            <input
              // biome-ignore lint/a11y/noAutofocus: the reader asked to edit this field
              autoFocus
              autoComplete="off"
              maxLength={longestName}
              data-testid="run-name"
              value={name}
              aria-invalid={unnamed}
              aria-describedby={problem}
              onFocus={({ target }) => target.select()}
              onChange={({ target }) => setName(target.value)}
            />
          </label>
          <label className={styles.field}>
            Tags
            <input
              autoComplete="off"
              maxLength={longestName}
              placeholder="separated by commas"
              data-testid="run-tags"
              value={tags}
              onChange={({ target }) => setTags(target.value)}
            />
          </label>
          <Button type="submit" disabled={unnamed} data-testid="run-save">
            Save
          </Button>
          <Button look="quiet" onClick={() => onClose(id)}>
            Cancel
          </Button>
          <p id={problem} className={styles.problem} role="status">
            {unnamed && 'A run needs a name.'}
          </p>
        </form>
      </td>
    </tr>
  );
}
