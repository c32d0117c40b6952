/** @file The arms of the reader's own: A is the page, and B, C, ... each differ from it in one setting or more. */
import type { RunConfig } from '../../../../experiments';
import { Button, IconButton } from '../../../controls/Button';
import { lookOf } from '../look';
import styles from './CustomArms.module.css';
import { type ArmDraft, type Change, leafOf, leaves, leavesOf, startValue } from './custom';
import { SelectField, TextField } from './Field';

const mostArms = 8;

interface Props {
  arms: readonly ArmDraft[];
  config: RunConfig;
  problems: Readonly<Record<string, string>>;
  onChange(arms: readonly ArmDraft[]): void;
}

export function CustomArms({ arms, config, problems, onChange }: Props) {
  return (
    <div className={styles.arms} data-testid="custom-arms">
      <p className={styles.note}>
        A has the settings of the page, as the Train stage shows them. Arms that share model, batch, steps and
        augmentation with it see the same batches.
      </p>
      {arms.map(({ changes }, i) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: an arm is its place
        <fieldset key={i} className={styles.arm}>
          <legend>
            {lookOf(i + 1).letter} differs in
            {arms.length > 1 && (
              <IconButton
                icon="close"
                label={`Remove ${lookOf(i + 1).letter}`}
                onClick={() => onChange(arms.toSpliced(i, 1))}
              />
            )}
          </legend>
          {changes.map((change, j) => (
            <ChangeRow
              // biome-ignore lint/suspicious/noArrayIndexKey: a change is its place
              key={j}
              arm={lookOf(i + 1).letter}
              change={change}
              config={config}
              problem={problems[`arm ${i}.${j}`]}
              testId={`custom-${i}-${j}`}
              onChange={(next) => onChange(arms.with(i, { changes: changes.with(j, next) }))}
              onRemove={
                changes.length === 1 ? null : () => onChange(arms.with(i, { changes: changes.toSpliced(j, 1) }))
              }
            />
          ))}
          {problems[`arm ${i}`] !== undefined && (
            <p className={styles.problem} role="alert" data-testid={`custom-${i}-problem`}>
              {problems[`arm ${i}`]}
            </p>
          )}
          <Button
            look="quiet"
            className={styles.more}
            onClick={() => onChange(arms.with(i, { changes: [...changes, firstUnused(changes, config)] }))}
          >
            And in another setting
          </Button>
        </fieldset>
      ))}
      {arms.length < mostArms - 1 && (
        <Button
          data-testid="custom-add"
          onClick={() =>
            onChange([
              ...arms,
              {
                changes: [
                  firstUnused(
                    arms.flatMap(({ changes }) => changes),
                    config,
                  ),
                ],
              },
            ])
          }
        >
          Add an arm
        </Button>
      )}
    </div>
  );
}

function firstUnused(used: readonly Change[], config: RunConfig): Change {
  const known = leavesOf(config);
  const leaf = known.find(({ path }) => !used.some((change) => change.path === path)) ?? known[0];
  return { path: leaf.path, value: startValue(leaf, config) };
}

interface RowProps {
  arm: string;
  change: Change;
  config: RunConfig;
  problem: string | undefined;
  testId: string;
  onChange(change: Change): void;
  onRemove: (() => void) | null;
}

/** Settings that only another optimizer or schedule has are offered too: the arm may change that first. */
function ChangeRow({ arm, change: { path, value }, config, problem, testId, onChange, onRemove }: RowProps) {
  const leaf = leafOf(path);
  const shared = { label: `${leaf.label} of ${arm}`, hideLabel: true, value, problem, testId: `${testId}-value` };
  const set = (next: string) => onChange({ path, value: next });
  return (
    <div className={styles.change}>
      <SelectField
        label={`Setting of ${arm}`}
        hideLabel
        testId={`${testId}-path`}
        value={path}
        options={leaves.map(({ path, label }) => ({ value: path, label }))}
        onChange={(next) => onChange({ path: next, value: startValue(leafOf(next), config) })}
      />
      {leaf.options === undefined ? (
        <TextField {...shared} hint={leaf.hint} onChange={set} />
      ) : (
        <SelectField {...shared} options={leaf.options} onChange={set} />
      )}
      {onRemove !== null && <IconButton icon="close" label={`Remove ${leaf.label} from ${arm}`} onClick={onRemove} />}
    </div>
  );
}
