/** @file The two ways to pick VOC data without dragging: a folder or an archive. */
import type { ChangeEvent } from 'react';
import { Button } from '../controls/Button';
import { useActions } from '../use-lab';
import { pickedFiles } from './dropped';
import styles from './FilePickers.module.css';

/** Not in React's types. */
const wholeFolder = { webkitdirectory: '' };

/** The inputs themselves stand once in the page; buttons anywhere open them. */
export function FileInputs() {
  const { importVoc } = useActions();
  const take = ({ target }: ChangeEvent<HTMLInputElement>) => {
    const files = [...(target.files ?? [])];
    target.value = '';
    void importVoc(pickedFiles(files));
  };
  return (
    <>
      <input id="folder-input" type="file" {...wholeFolder} hidden data-testid="folder-input" onChange={take} />
      <input id="file-input" type="file" accept=".zip,.tar,.gz,.tgz" hidden data-testid="file-input" onChange={take} />
    </>
  );
}

export function FilePickers({ disabled }: { disabled: boolean }) {
  return (
    <div className={styles.pickers}>
      <Button icon="folder" disabled={disabled} onClick={() => document.getElementById('folder-input')?.click()}>
        Choose a folder
      </Button>
      <Button icon="archive" disabled={disabled} onClick={() => document.getElementById('file-input')?.click()}>
        Choose an archive
      </Button>
    </div>
  );
}
