/** @file Chooses parameters and a scheme, shows its law with live numbers, and applies it to the configuration. */
import { useId, useState } from 'react';
import type { ParameterInfo } from '../../../worker';
import { Button } from '../../controls/Button';
import { Segmented } from '../../controls/Segmented';
import { isLocked } from '../../store/setting-actions';
import { useActions, useLab } from '../../use-lab';
import { refusal } from './formula';
import { LiveFormula } from './LiveFormula';
import styles from './SchemeForm.module.css';
import { draftProblem, newDraft, type SchemeDraft, type SchemeKind, schemeKinds, schemeText } from './scheme-form';
import { groups, isGroup, reached, withScheme } from './targets';

interface Props {
  draft: SchemeDraft;
  onDraft(draft: SchemeDraft): void;
  parameters: readonly ParameterInfo[];
}

export function SchemeForm({ draft, onDraft, parameters }: Props) {
  const { targets, list, locked } = useLab((state) => ({
    targets: state.view.targets,
    list: state.config.reinitialize,
    locked: isLocked(state),
  }));
  const { change } = useActions();
  const [refused, setRefused] = useState<string | null>(null);
  const scheme = schemeText(draft);
  const meant = targets.flatMap((target) => reached({ target, scheme }, parameters));
  const problem = draftProblem(draft) ?? unfit(scheme, meant);
  const apply = () => setRefused(change('reinitialize', withScheme(list, targets, scheme, parameters)));
  return (
    <form
      className={styles.form}
      aria-label="Re-initialise"
      onSubmit={(event) => {
        event.preventDefault();
        if (problem === null && !locked) apply();
      }}
    >
      <h2>Re-initialise</h2>
      <TargetChoice />
      <SchemeFields draft={draft} onDraft={onDraft} />
      {problem === null ? (
        <LiveFormula scheme={scheme} reached={meant} />
      ) : (
        <p className={styles.problem} role="alert" data-testid="scheme-problem">
          {problem}
        </p>
      )}
      <div className={styles.apply}>
        <Button type="submit" disabled={locked || problem !== null} data-testid="init-apply">
          Apply
        </Button>
        <p className={styles.note} data-testid="init-note">
          {locked
            ? 'A run is under way; its weights have begun. Reset it to begin otherwise.'
            : (refused ?? 'Holds for all panels, for the next run, and in the link.')}
        </p>
      </div>
    </form>
  );
}

/** Xavier of a bias, and the like. */
function unfit(scheme: string, meant: readonly ParameterInfo[]): string | null {
  return meant.map((parameter) => refusal(scheme, parameter)).find((reason) => reason !== null) ?? null;
}

/** A group, or what is selected in the list of parameters. */
function TargetChoice() {
  const targets = useLab(({ view }) => view.targets);
  const { look } = useActions();
  const selected = targets.filter((target) => !isGroup(target));
  const options: { value: string; label: string; title?: string }[] = [...groups];
  if (selected.length > 0) options.push({ value: 'selected', label: `Selected: ${selected.length}` });
  return (
    <>
      <Segmented
        label="Parameters to re-initialise"
        value={selected.length > 0 ? 'selected' : targets[0]}
        options={options}
        onChange={(target) => {
          if (target !== 'selected') look({ targets: [target] });
        }}
        testId="init-target"
      />
      <p className={styles.note}>
        {selected.length === 0 ? 'Or select single ones in the list below.' : selected.join(', ')}
      </p>
    </>
  );
}

function SchemeFields({ draft: { kind, words }, onDraft }: Pick<Props, 'draft' | 'onDraft'>) {
  const kinds = Object.entries(schemeKinds).map(([value, { label }]) => ({ value, label }));
  return (
    <div className={styles.fields}>
      <Field
        label="Scheme"
        value={kind}
        options={kinds}
        onChange={(next) => onDraft(newDraft(next as SchemeKind))}
        testId="scheme-kind"
      />
      {schemeKinds[kind].fields.map(({ label, options }, i) => (
        <Field
          key={label}
          label={label}
          value={words[i]}
          options={options?.map((value) => ({ value, label: value }))}
          onChange={(word) => onDraft({ kind, words: words.with(i, word) })}
          testId={`scheme-word-${i}`}
        />
      ))}
    </div>
  );
}

interface FieldProps {
  label: string;
  value: string;
  /** A choice; without it the field is typed. */
  options: readonly { value: string; label: string }[] | undefined;
  onChange(value: string): void;
  testId: string;
}

function Field({ label, value, options, onChange, testId }: FieldProps) {
  const id = useId();
  const shared = {
    id,
    value,
    onChange: (event: { target: { value: string } }) => onChange(event.target.value),
    'data-testid': testId,
  };
  return (
    <div className={styles.field}>
      <label htmlFor={id}>{label}</label>
      {options === undefined ? (
        <input inputMode="decimal" autoComplete="off" {...shared} />
      ) : (
        <select {...shared}>
          {options.map((option) => (
            <option key={option.value} value={option.value}>
              {option.label}
            </option>
          ))}
        </select>
      )}
    </div>
  );
}
