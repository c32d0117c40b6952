/** @file What predicts on the tutorial's images: they have no model of their own. */
import { shownImage } from '../../experiments';
import { Segmented } from '../controls/Segmented';
import { useActions, useLab } from '../use-lab';
import { isTutorial } from './model';

/** Nothing while neither the shown image nor the batch is the tutorial's. */
export function PredictionsSwitch() {
  const { predictions, isSsd300, tutorial } = useLab(({ view, config }) => ({
    predictions: view.predictions,
    isSsd300: config.model === 'ssd_300_vgg16_atrous',
    tutorial: [shownImage(view), view.batch[0]].some(isTutorial),
  }));
  const { look } = useActions();
  if (!tutorial) return null;
  return (
    <Segmented
      label="Predictions on the tutorial's images"
      value={predictions}
      options={[
        { value: 'random', label: 'Random', title: 'Logits in [-3, 3) and offsets in [-2, 2) from a seed' },
        { value: 'zero', label: 'Zero logits', title: 'Every class equally likely' },
        ...(isSsd300 ? [{ value: 'model' as const, label: 'The model' }] : []),
      ]}
      onChange={(value) => look({ predictions: value })}
      testId="predictions-switch"
    />
  );
}
