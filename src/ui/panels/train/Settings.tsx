/** @file The settings of a run: the three tricks first, then what any training has. Each says when it leaves the preset. */
import { differences, modelIds, presets } from '../../../experiments';
import { Button } from '../../controls/Button';
import { plural } from '../../format';
import { Group } from '../../settings/Group';
import { NormalizationSettings } from '../../settings/NormalizationSettings';
import { ChoiceSetting, NumberSetting, SelectSetting, SwitchSetting } from '../../settings/Setting';
import { isLocked } from '../../store/setting-actions';
import { useActions, useLab } from '../../use-lab';
import { LiveRate } from './LiveRate';
import { OptimizerSettings } from './OptimizerSettings';
import styles from './Settings.module.css';
import { initializerNames } from './tricks';

/** The reader's choices of data, model and engine are no departure from a preset. */
const choices = ['model', 'data', 'backend'];

export function Settings() {
  const { config, locked } = useLab((state) => ({ config: state.config, locked: isLocked(state) }));
  const { restore } = useActions();
  const changes = differences(config).filter(({ path }) => !choices.includes(path.split('.')[0]));
  return (
    <div className={styles.settings}>
      {locked && <LiveRate />}
      <p className={styles.note} data-testid="settings-note">
        {locked && 'These are the settings of the run under way. Reset it to change them.'}
        {!locked && changes.length === 0 && 'As the preset has them; good for a first run.'}
        {!locked && changes.length > 0 && (
          <>
            {plural(changes.length, 'change')} from the preset.{' '}
            <Button look="quiet" icon="reset" className={styles.restore} onClick={() => restore(null)}>
              Restore all
            </Button>
          </>
        )}
      </p>
      <Group title="Three tricks">
        <NormalizationSettings label="Loss normalization" />
        <SelectSetting
          path="initializer"
          testId="init"
          label="Initializer"
          options={Object.entries(initializerNames).map(([value, label]) => ({ value, label }))}
          help="How the weights of the predictors begin. The backbone keeps its own."
        />
        <ChoiceSetting
          path="decoder"
          testId="dec"
          label="Decoder"
          options={[
            { value: 'per-class', label: 'Per class' },
            { value: 'argmax', label: 'Argmax' },
          ]}
          help={
            config.decoder === 'per-class'
              ? 'Every class of an anchor may become a detection.'
              : 'Only the best class of an anchor may become a detection.'
          }
        />
      </Group>
      <Group title="Run">
        <SelectSetting
          path="model"
          testId="model"
          label="Model"
          options={modelIds.map((value) => ({ value, label: presets[value].label }))}
        />
        <NumberSetting path="steps" testId="steps" label="Steps" />
        <NumberSetting path="batch" testId="batch" label="Batch" unit="images" />
        <NumberSetting path="seed" testId="seed" label="Seed" />
        <NumberSetting path="evalEvery" testId="eval" label="Evaluate every" unit="steps" />
      </Group>
      {config.anchors !== null && (
        <Group title="Anchors: own">
          <p className={styles.note} data-testid="own-anchors">
            Sizes {config.anchors.sizes.join(', ')} px, with ratios of their own.
          </p>
          <Button icon="reset" data-testid="model-anchors" disabled={locked} onClick={() => restore('anchors')}>
            Use the model's
          </Button>
        </Group>
      )}
      <OptimizerSettings />
      <Group title="Augmentation">
        <SwitchSetting path="augment.flip" testId="aug-flip" label="Horizontal flip" />
        <SwitchSetting path="augment.crop" testId="aug-crop" label="Crop with an overlap bound" />
        <SwitchSetting path="augment.expand" testId="aug-expand" label="Expand (zoom out)" />
        <SwitchSetting path="augment.colour" testId="aug-colour" label="Colour" />
        <SwitchSetting path="augment.randomInterpolation" testId="aug-interpolation" label="Random interpolation" />
      </Group>
      {config.exclude.length > 0 && (
        <Group title="Left out of training">
          <NumberSetting path="exclude" testId="without" label="Images" read={asIds} help="By name, with commas." />
        </Group>
      )}
    </div>
  );
}

function asIds(typed: string): string[] {
  return typed
    .split(',')
    .map((id) => id.trim())
    .filter((id) => id !== '');
}
