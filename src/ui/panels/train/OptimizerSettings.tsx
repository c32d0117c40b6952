/** @file The optimizer and its schedule; the rarely touched parts fold away. */
import { Group } from '../../settings/Group';
import { NumberSetting, SelectSetting } from '../../settings/Setting';
import { useLab } from '../../use-lab';
import styles from './Settings.module.css';

export function OptimizerSettings() {
  const { optimizer, schedule } = useLab(({ config }) => ({
    optimizer: config.optimizer.kind,
    schedule: config.optimizer.schedule.kind,
  }));
  return (
    <Group title="Optimizer">
      <SelectSetting
        path="optimizer.kind"
        testId="opt"
        label="Rule"
        options={[
          { value: 'adamw', label: 'AdamW' },
          { value: 'sgd', label: 'SGD with momentum' },
        ]}
      />
      <NumberSetting path="optimizer.learningRate" testId="lr" label="Learning rate" />
      <NumberSetting path="optimizer.weightDecay" testId="wd" label="Weight decay" />
      <SelectSetting
        path="optimizer.schedule.kind"
        testId="sched"
        label="Schedule"
        options={[
          { value: 'cosine', label: 'Cosine' },
          { value: 'step', label: 'Steps' },
          { value: 'constant', label: 'Constant' },
        ]}
      />
      <NumberSetting path="optimizer.schedule.warmupSteps" testId="warm" label="Warm-up" unit="steps" />
      {schedule === 'cosine' && (
        <NumberSetting path="optimizer.schedule.finalFraction" testId="final" label="Last rate over peak" />
      )}
      {schedule === 'step' && (
        <>
          <NumberSetting path="optimizer.schedule.milestones" testId="miles" label="Milestones" read={asList} />
          <NumberSetting path="optimizer.schedule.factor" testId="factor" label="Factor at a milestone" />
        </>
      )}
      <details className={styles.more}>
        <summary>More</summary>
        {optimizer === 'sgd' ? (
          <NumberSetting path="optimizer.momentum" testId="mom" label="Momentum" />
        ) : (
          <>
            <NumberSetting path="optimizer.beta1" testId="b1" label="Beta 1" />
            <NumberSetting path="optimizer.beta2" testId="b2" label="Beta 2" />
            <NumberSetting path="optimizer.epsilon" testId="eps" label="Epsilon" />
          </>
        )}
        <NumberSetting
          path="optimizer.clipNorm"
          testId="clip"
          label="Largest gradient norm"
          read={(typed) => (typed.trim() === '' ? null : Number(typed))}
          help="Empty leaves gradients as they are."
        />
        <NumberSetting
          path="accumulate"
          testId="accum"
          label="Micro-batches a step"
          help="More need less memory: their gradients are summed before the update. Batch norm sees each alone."
        />
      </details>
    </Group>
  );
}

function asList(typed: string): number[] {
  return typed
    .split(/[\s,]+/)
    .filter((part) => part !== '')
    .map(Number);
}
