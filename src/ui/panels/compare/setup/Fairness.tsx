/** @file What makes the comparison fair is a choice, and each choice says what it does. */
import { defaultTuning } from '../../../../experiments';
import { Segmented } from '../../../controls/Segmented';
import { plural, rate } from '../../../format';
import { Group } from '../../../settings/Group';
import type { Draft } from './draft';
import styles from './SetUp.module.css';

interface Props {
  draft: Draft;
  batch: number;
  learningRate: number;
  onChange(change: Partial<Draft>): void;
}

export function Fairness({ draft, batch, learningRate, onChange }: Props) {
  const asksForScale = draft.question === 'normalization' || draft.question === 'all';
  const rates = defaultTuning.learningRates.map((multiplier) => rate(learningRate * multiplier));
  return (
    <Group title="Fairness">
      {asksForScale && (
        <Choice
          label="Sample-wise gradient"
          value={draft.sampleScale}
          options={[
            { value: 'mean', label: 'Matched scale' },
            { value: 'sum', label: 'As defined' },
          ]}
          onChange={(sampleScale) => onChange({ sampleScale })}
          testId="compare-scale"
          meaning={
            draft.sampleScale === 'mean'
              ? 'The images’ losses are averaged, so that both arms take steps of about one size and only the weights of the images differ.'
              : `The images’ losses are summed, as the definition has it: the gradient is about ${batch} times that of batch-wise, so the arms differ in the size of their steps too.`
          }
        />
      )}
      <Choice
        label="Learning rate"
        value={draft.tuned ? 'tuned' : 'same'}
        options={[
          { value: 'same', label: 'The same' },
          { value: 'tuned', label: 'Tuned for each arm' },
        ]}
        onChange={(choice) => onChange({ tuned: choice === 'tuned' })}
        testId="compare-rate"
        meaning={
          draft.tuned
            ? `Each arm first tries ${rates.slice(0, -1).join(', ')} and ${rates.at(-1)}, or as many times its own rate, on ${plural(defaultTuning.seeds.length, 'seed')} that the comparison does not use, and keeps the best. No arm loses for want of a rate that suits it.`
            : 'Every arm trains at the rate that its settings have. An arm that another rate would suit better is at a disadvantage.'
        }
      />
    </Group>
  );
}

interface ChoiceProps<T extends string> {
  label: string;
  value: T;
  options: readonly { value: T; label: string }[];
  onChange(value: T): void;
  testId: string;
  meaning: string;
}

function Choice<T extends string>({ label, meaning, ...choice }: ChoiceProps<T>) {
  return (
    <div className={styles.choice}>
      <p className={styles.label}>{label}</p>
      <Segmented label={label} {...choice} />
      <p className={styles.note}>{meaning}</p>
    </div>
  );
}
