/** @file Beside the curves: the selected image, else the settings of the run. */
import { selectedView } from '../../store/state';
import { useLab } from '../../use-lab';
import { SelectedDetection } from './SelectedDetection';
import { Settings } from './Settings';

export function TrainInspector() {
  const selected = useLab((state) => selectedView(state));
  return selected === null ? <Settings /> : <SelectedDetection view={selected} />;
}
