/** @file The two ways to pick VOC data without dragging: a folder or an archive. */
import { type ChangeEvent, useRef } from 'react';
import { Button } from '../controls/Button';
import { useActions } from '../use-lab';
import { pickedFiles } from './dropped';
import styles from './FilePickers.module.css';

/** Not in React's types. */
const wholeFolder = { webkitdirectory: '' };

export function FilePickers({ disabled }: { disabled: boolean }) {
  const folder = useRef<HTMLInputElement>(null);
  const archive = useRef<HTMLInputElement>(null);
  const { importVoc } = useActions();
  const take = ({ target }: ChangeEvent<HTMLInputElement>) => {
    const files = [...(target.files ?? [])];
    target.value = '';
    void importVoc(pickedFiles(files));
  };
  return (
    <div className={styles.pickers}>
      <Button icon="folder" disabled={disabled} onClick={() => folder.current?.click()}>
        Choose a folder
      </Button>
      <Button icon="archive" disabled={disabled} onClick={() => archive.current?.click()}>
        Choose an archive
      </Button>
      <input ref={folder} type="file" {...wholeFolder} hidden data-testid="folder-input" onChange={take} />
      <input ref={archive} type="file" accept=".zip,.tar,.gz,.tgz" hidden data-testid="file-input" onChange={take} />
    </div>
  );
}
