/** @file Buttons: one primary action a page, everything else quiet. */
import type { ComponentProps, ReactNode } from 'react';
import styles from './Button.module.css';
import { Icon, type IconName } from './Icon';

interface Props extends Omit<ComponentProps<'button'>, 'children'> {
  look?: 'primary' | 'plain' | 'quiet';
  icon?: IconName;
  children?: ReactNode;
}

export function Button({ look = 'plain', icon, children, className = '', ...rest }: Props) {
  return (
    <button type="button" className={`${styles.button} ${styles[look]} ${className}`} {...rest}>
      {icon && <Icon name={icon} />}
      {children}
    </button>
  );
}

/** A button of one icon; its label is its name and its tooltip. */
export function IconButton({ label, keys, ...rest }: Props & { icon: IconName; label: string; keys?: string }) {
  const title = keys === undefined ? label : `${label} (${keys})`;
  const className = `${styles.icon} ${rest.className ?? ''}`;
  return (
    <Button look="quiet" aria-label={label} title={title} aria-keyshortcuts={keys} {...rest} className={className} />
  );
}
