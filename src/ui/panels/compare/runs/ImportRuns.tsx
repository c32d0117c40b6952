/** @file Brings runs from files: bundles of this lab, and results of the headless command. */
import { useRef } from 'react';
import { Button } from '../../../controls/Button';
import { useActions } from '../../../use-lab';

export function ImportRuns() {
  const { importRuns } = useActions();
  const input = useRef<HTMLInputElement>(null);
  return (
    <>
      <input
        ref={input}
        type="file"
        multiple
        accept=".zip,.json"
        hidden
        data-testid="runs-import-input"
        onChange={({ target }) => {
          const files = [...(target.files ?? [])];
          target.value = '';
          void importRuns(files);
        }}
      />
      <Button
        icon="folder"
        title="Bundles (.ssdlab.zip) and results of the headless command (.json); or drop them on the page"
        data-testid="runs-import"
        onClick={() => input.current?.click()}
      >
        Import
      </Button>
    </>
  );
}
