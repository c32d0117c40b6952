/** @file The page: run bar on top, stages on the left, the stage in the middle, the inspector on the right. */
import styles from './App.module.css';
import { DropTarget } from './files/DropTarget';
import { FileInputs } from './files/FilePickers';
import { pageOf } from './lesson/guide';
import { Lesson } from './lesson/Lesson';
import { useCovered } from './lesson/use-covered';
import { useHidden } from './share/hidden';
import { Share } from './share/Share';
import { Announcer } from './shell/Announcer';
import { Inspector } from './shell/Inspector';
import { Notices } from './shell/Notices';
import { Rail } from './shell/Rail';
import { RunBar } from './shell/RunBar';
import { Shortcuts } from './shell/Shortcuts';
import { stages } from './stages';
import { Glossary } from './terms/Glossary';
import { useLab } from './use-lab';

export function App() {
  const { panel, lesson } = useLab(({ panel, view }) => ({ panel, lesson: pageOf(view) !== null }));
  const withoutInspector = useHidden('inspector');
  const covered = useCovered();
  const stage = stages.find(({ id }) => id === panel)!;
  return (
    <div className={styles.app} data-inspector={!withoutInspector} data-covered={covered}>
      <button type="button" className={styles.skip} onClick={() => document.getElementById('stage')?.focus()}>
        Skip to the stage
      </button>
      <RunBar />
      <Rail />
      <div className={styles.middle} data-lesson={lesson}>
        <Lesson />
        <main id="stage" className={styles.stage} tabIndex={-1} aria-label={stage.label}>
          <Notices />
          <stage.Panel />
        </main>
      </div>
      {!withoutInspector && (
        <Inspector title={stage.inspector}>
          <stage.Inspector />
        </Inspector>
      )}
      <DropTarget />
      <FileInputs />
      <Shortcuts />
      <Share />
      <Glossary />
      <Announcer />
    </div>
  );
}
