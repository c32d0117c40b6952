/** @file The Compare stage: set up a comparison, see what is kept, put runs side by side, and read the verdict. */
import type { ComponentType } from 'react';
import { Segmented } from '../../controls/Segmented';
import type { CompareView } from '../../store/comparison';
import { useActions, useLab } from '../../use-lab';
import { PanelHead } from '../PanelHead';
import styles from './ComparePanel.module.css';
import { Runs } from './runs/Runs';
import { SetUp } from './setup/SetUp';
import { SideBySide } from './side/SideBySide';
import { Verdict } from './verdict/Verdict';

const views: Record<CompareView, { label: string; subtitle: string; View: ComponentType }> = {
  setup: { label: 'Set up', subtitle: 'Is the trick real? The same batches, many seeds, one interval.', View: SetUp },
  runs: { label: 'Runs', subtitle: 'Every run is kept until you delete it.', View: Runs },
  side: {
    label: 'Side by side',
    subtitle: 'Curves over each other, the same images beside each other.',
    View: SideBySide,
  },
  verdict: { label: 'Verdict', subtitle: 'What all seeds say together, and how sure that is.', View: Verdict },
};
const options = Object.entries(views).map(([value, { label }]) => ({ value: value as CompareView, label }));

export function ComparePanel() {
  const view = useLab(({ comparison }) => comparison.view);
  const { showComparison } = useActions();
  const { subtitle, View } = views[view];
  return (
    <>
      <PanelHead title="Compare" inspector="Details" subtitle={subtitle} />
      <div className={styles.panel}>
        <Segmented
          label="Part of the comparison"
          value={view}
          options={options}
          onChange={(next) => showComparison({ view: next })}
          testId="compare-view"
        />
        <View />
      </div>
    </>
  );
}
