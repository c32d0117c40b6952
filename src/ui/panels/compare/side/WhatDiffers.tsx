/** @file Only what differs: the settings in which runs or arms are not the same, with those of each value. */
import { configDifferences, type RunConfig } from '../../../../experiments';
import { leafName, leafValue } from '../leaf-name';
import styles from './WhatDiffers.module.css';

export function WhatDiffers({ items }: { items: readonly { letter: string; config: RunConfig }[] }) {
  const rows = configDifferences(items.map(({ config }) => config));
  return (
    <section aria-label="Only what differs">
      <h3>Only what differs</h3>
      {rows.length === 0 && (
        <p className={styles.none} data-testid="differs-nothing">
          Nothing: with the same settings, one machine gives the same numbers.
        </p>
      )}
      <dl className={styles.rows}>
        {rows.map(({ path, values }) => (
          <div key={path} data-testid="differs" data-path={path}>
            <dt>{leafName(path)}</dt>
            {[...new Set(values)].map((value) => (
              <dd key={String(value)}>
                <b>
                  {items
                    .filter((_, i) => values[i] === value)
                    .map(({ letter }) => letter)
                    .join(' ')}
                </b>
                <span>{leafValue(value)}</span>
              </dd>
            ))}
          </div>
        ))}
      </dl>
    </section>
  );
}
