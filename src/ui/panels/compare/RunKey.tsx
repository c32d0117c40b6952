/** @file Which line is which run: letter, colour, dash, marker and name. */
import { Swatch } from '../../charts/LineChart';
import { Marker } from '../../charts/Marker';
import type { Look } from './look';
import styles from './RunKey.module.css';

/** A piece of the line with its marker. */
export function Line({ look: { colour, dash, marker } }: { look: Look }) {
  return (
    <span className={styles.line}>
      <Swatch colour={colour} dash={dash} />
      <svg width="20" height="8" overflow="visible" aria-hidden="true">
        <Marker x={10} y={4} colour={colour} shape={marker} />
      </svg>
    </span>
  );
}

export function RunKey({ runs }: { runs: readonly { look: Look; name: string }[] }) {
  return (
    <ul className={styles.key}>
      {runs.map(({ look, name }) => (
        <li key={look.letter}>
          <Line look={look} />
          <b>{look.letter}</b> {name}
        </li>
      ))}
    </ul>
  );
}
