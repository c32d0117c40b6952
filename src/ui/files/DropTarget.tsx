/** @file The whole page takes a drop: of runs in the Compare stage, of VOC data elsewhere. While something hovers, it says so. */
import { useEffect, useState } from 'react';
import { isActive } from '../store/state';
import { useActions, useLab } from '../use-lab';
import styles from './DropTarget.module.css';
import { droppedFiles } from './dropped';

export function DropTarget() {
  const { active, takesRuns } = useLab(({ status, panel }) => ({
    active: isActive(status),
    takesRuns: panel === 'compare',
  }));
  const { importVoc, importRuns } = useActions();
  const busy = active && !takesRuns;
  const [hovering, setHovering] = useState(false);

  useEffect(() => {
    let depth = 0;
    const holdsFiles = (event: DragEvent) => event.dataTransfer?.types.includes('Files') ?? false;
    const enter = (event: DragEvent) => {
      if (!holdsFiles(event)) return;
      depth++;
      setHovering(true);
    };
    const leave = () => {
      depth = Math.max(0, depth - 1);
      if (depth === 0) setHovering(false);
    };
    const over = (event: DragEvent) => {
      if (holdsFiles(event)) event.preventDefault();
    };
    const drop = (event: DragEvent) => {
      if (!holdsFiles(event)) return;
      event.preventDefault();
      depth = 0;
      setHovering(false);
      const transfer = event.dataTransfer!;
      if (takesRuns) void importRuns([...transfer.files]);
      else if (!busy) void importVoc(droppedFiles(transfer));
    };
    addEventListener('dragenter', enter);
    addEventListener('dragleave', leave);
    addEventListener('dragover', over);
    addEventListener('drop', drop);
    return () => {
      removeEventListener('dragenter', enter);
      removeEventListener('dragleave', leave);
      removeEventListener('dragover', over);
      removeEventListener('drop', drop);
    };
  }, [busy, takesRuns, importVoc, importRuns]);

  if (!hovering) return null;
  return (
    <div className={styles.veil} aria-hidden="true">
      <p>
        {busy && 'Reset the run first, then drop the data.'}
        {!busy && !takesRuns && 'Drop the VOC folder, .zip, .tar or .tar.gz to import it.'}
        {takesRuns && 'Drop bundles (.ssdlab.zip) or headless results (.json) to import their runs.'}
      </p>
    </div>
  );
}
