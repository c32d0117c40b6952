/** @file Rows of settings: a label, its control, what it does, and a mark with a way back when it departs from the preset. */
import { type ReactNode, useEffect, useId, useState } from 'react';
import { IconButton } from '../controls/Button';
import { Segmented } from '../controls/Segmented';
import { rate } from '../format';
import styles from './Setting.module.css';
import { type SettingState, useSetting } from './use-setting';

interface RowProps {
  label: string;
  unit?: string | undefined;
  /** One line: what this decides. */
  help?: ReactNode;
  setting: SettingState;
  /** The preset's value in words, for the way back. */
  presetLabel?: string;
  /** Id of the control; absent where the control names itself. */
  control?: string;
  children: ReactNode;
  /** The control stands below the label over the full width. */
  stacked?: boolean;
}

function Row({ label, unit, help, setting, presetLabel, control, children, stacked = false }: RowProps) {
  const { differs, locked, problem } = setting;
  const preset = presetLabel ?? (typeof setting.preset === 'number' ? rate(setting.preset) : String(setting.preset));
  const name = (
    <>
      {label}
      {unit && <span className={styles.unit}>, {unit}</span>}
      {differs && <span className="visually-hidden"> (differs from the preset)</span>}
    </>
  );
  return (
    <div className={styles.row} data-stacked={stacked} data-differs={differs}>
      {control === undefined ? (
        <span className={styles.label}>{name}</span>
      ) : (
        <label className={styles.label} htmlFor={control}>
          {name}
        </label>
      )}
      {differs && !locked && (
        <IconButton icon="reset" className={styles.restore} label={`Back to ${preset}`} onClick={setting.restore} />
      )}
      <div className={styles.control}>{children}</div>
      {problem !== null && (
        <p className={styles.problem} role="alert" id={`${control}-problem`}>
          {problem}
        </p>
      )}
      {help && <p className={styles.help}>{help}</p>}
    </div>
  );
}

interface NumberProps {
  path: string;
  testId: string;
  label: string;
  help?: ReactNode;
  unit?: string;
  /** The value of what was typed; a number unless told otherwise. */
  read?(typed: string): unknown;
}

function asNumber(typed: string): number {
  return typed.trim() === '' ? Number.NaN : Number(typed.replaceAll(',', ''));
}

/** A number, taken over on Enter or when the field is left; a refused value stays in view with its reason. */
export function NumberSetting({ path, testId, label, help, unit, read = asNumber }: NumberProps) {
  const setting = useSetting(path);
  const id = useId();
  const written = setting.value === null ? '' : String(setting.value);
  const [draft, setDraft] = useState(written);
  useEffect(() => setDraft(written), [written]);
  const commit = () => {
    if (draft !== written) setting.set(read(draft));
  };
  return (
    <Row label={label} unit={unit} help={help} setting={setting} control={id}>
      <input
        id={id}
        className={styles.number}
        data-testid={`setting-${testId}`}
        inputMode="decimal"
        autoComplete="off"
        value={draft}
        disabled={setting.locked}
        aria-invalid={setting.problem !== null}
        aria-describedby={setting.problem === null ? undefined : `${id}-problem`}
        onChange={(event) => setDraft(event.target.value)}
        onBlur={commit}
        onKeyDown={(event) => {
          if (event.key === 'Enter') commit();
        }}
      />
    </Row>
  );
}

interface ChoiceProps {
  path: string;
  testId: string;
  label: string;
  help?: ReactNode;
  options: readonly { value: string; label: string; title?: string }[];
}

/** A choice among many, as a drop-down list. */
export function SelectSetting({ path, testId, label, help, options }: ChoiceProps) {
  const setting = useSetting(path);
  const id = useId();
  return (
    <Row label={label} help={help} setting={setting} presetLabel={labelOf(options, setting.preset)} control={id}>
      <select
        id={id}
        className={styles.select}
        data-testid={`setting-${testId}`}
        value={String(setting.value)}
        disabled={setting.locked}
        onChange={(event) => setting.set(event.target.value)}
      >
        {options.map(({ value, label: name }) => (
          <option key={value} value={value}>
            {name}
          </option>
        ))}
      </select>
    </Row>
  );
}

/** A choice among few, all in view. */
export function ChoiceSetting({ path, testId, label, help, options }: ChoiceProps) {
  const setting = useSetting(path);
  return (
    <Row label={label} help={help} setting={setting} presetLabel={labelOf(options, setting.preset)} stacked>
      <Segmented
        label={label}
        value={String(setting.value)}
        options={options}
        disabled={setting.locked}
        onChange={setting.set}
        testId={`setting-${testId}`}
      />
    </Row>
  );
}

export function SwitchSetting({ path, testId, label, help }: Omit<ChoiceProps, 'options'>) {
  const setting = useSetting(path);
  const id = useId();
  return (
    <Row label={label} help={help} setting={setting} presetLabel={setting.preset ? 'on' : 'off'} control={id}>
      <input
        id={id}
        type="checkbox"
        className={styles.switch}
        data-testid={`setting-${testId}`}
        checked={setting.value === true}
        disabled={setting.locked}
        onChange={(event) => setting.set(event.target.checked)}
      />
    </Row>
  );
}

function labelOf(options: ChoiceProps['options'], value: unknown): string {
  return options.find((option) => option.value === value)?.label ?? String(value);
}
