/** @file A choice among a few: radio buttons drawn as one strip, so that arrow keys and names come with the browser. */
import { useId } from 'react';
import styles from './Segmented.module.css';

interface Props<T extends string> {
  label: string;
  value: T;
  options: readonly { value: T; label: string; title?: string }[];
  onChange(value: T): void;
  disabled?: boolean;
  testId?: string;
}

export function Segmented<T extends string>({ label, value, options, onChange, disabled, testId }: Props<T>) {
  const name = useId();
  return (
    <div className={styles.strip} role="radiogroup" aria-label={label} data-testid={testId}>
      {options.map((option) => (
        <label key={option.value} className={styles.option} title={option.title}>
          <input
            type="radio"
            className="visually-hidden"
            name={name}
            value={option.value}
            checked={option.value === value}
            disabled={disabled === true}
            onChange={() => onChange(option.value)}
          />
          {option.label}
        </label>
      ))}
    </div>
  );
}
