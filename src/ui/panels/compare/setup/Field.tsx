/** @file A row of the form: a label, its control, and beside it why the value is refused. */
import { type ReactNode, useId } from 'react';
import styles from './Field.module.css';

interface FieldProps {
  label: string;
  /** Absent where the label needs no row of its own: it is then for screen readers. */
  hideLabel?: boolean;
  problem?: string | undefined;
  help?: ReactNode;
  testId: string;
}

interface TextProps extends FieldProps {
  value: string;
  hint?: string | undefined;
  onChange(value: string): void;
}

/** A number or a short text. What is refused stays in view with its reason. */
export function TextField({ value, hint, onChange, testId, ...row }: TextProps) {
  const id = useId();
  return (
    <Row id={id} testId={testId} {...row}>
      <input
        id={id}
        className={styles.input}
        data-testid={testId}
        data-wide={hint !== undefined}
        inputMode={hint === undefined ? 'decimal' : 'text'}
        autoComplete="off"
        placeholder={hint}
        value={value}
        aria-invalid={row.problem !== undefined}
        aria-describedby={`${id}-about`}
        onChange={({ target }) => onChange(target.value)}
      />
    </Row>
  );
}

interface SelectProps extends FieldProps {
  value: string;
  options: readonly { value: string; label: string }[];
  onChange(value: string): void;
}

export function SelectField({ value, options, onChange, testId, ...row }: SelectProps) {
  const id = useId();
  return (
    <Row id={id} testId={testId} {...row}>
      <select
        id={id}
        className={styles.input}
        data-testid={testId}
        data-wide="true"
        value={value}
        aria-invalid={row.problem !== undefined}
        aria-describedby={`${id}-about`}
        onChange={({ target }) => onChange(target.value)}
      >
        {options.map((option) => (
          <option key={option.value} value={option.value}>
            {option.label}
          </option>
        ))}
      </select>
    </Row>
  );
}

function Row({
  id,
  label,
  hideLabel,
  problem,
  help,
  testId,
  children,
}: FieldProps & { id: string; children: ReactNode }) {
  return (
    <div className={styles.row} data-bare={hideLabel}>
      <label htmlFor={id} className={hideLabel ? 'visually-hidden' : styles.label}>
        {label}
      </label>
      {children}
      <div id={`${id}-about`} className={styles.about}>
        {problem !== undefined && (
          <p className={styles.problem} role="alert" data-testid={`${testId}-problem`}>
            {problem}
          </p>
        )}
        {help !== undefined && <p className={styles.help}>{help}</p>}
      </div>
    </div>
  );
}
