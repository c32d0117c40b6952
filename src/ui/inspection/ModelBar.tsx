/** @file Above the panels of the tricks: which weights and which images they look at. The choice holds for all of them. */
import { defaultView, tutorialBatch } from '../../experiments';
import { Segmented } from '../controls/Segmented';
import { count } from '../format';
import { useActions, useLab } from '../use-lab';
import styles from './ModelBar.module.css';
import { isTutorial } from './model';

export function ModelBar() {
  const { tutorial, weights, runStep } = useLab(({ view, run }) => ({
    tutorial: isTutorial(view.batch[0]),
    weights: view.weights,
    runStep: run?.info ? (run.steps.at(-1)?.step ?? 0) : null,
  }));
  const { look } = useActions();
  return (
    <div className={styles.bar}>
      <Segmented
        label="Images"
        value={tutorial ? 'tutorial' : 'data'}
        options={[
          { value: 'data', label: 'Data set' },
          { value: 'tutorial', label: "Tutorial's two", title: '300 × 300, the anchors of SSD300' },
        ]}
        onChange={(images) =>
          look({ batch: images === 'tutorial' ? tutorialBatch : defaultView.batch, image: null, object: null })
        }
        testId="images-switch"
      />
      {runStep !== null && (
        <Segmented
          label="Weights"
          value={weights}
          options={[
            { value: 'run', label: `Step ${count(runStep)}` },
            { value: 'fresh', label: 'As initialised' },
          ]}
          onChange={(next) => look({ weights: next })}
          testId="weights-switch"
        />
      )}
    </div>
  );
}
