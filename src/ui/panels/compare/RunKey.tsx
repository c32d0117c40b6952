/** @file Which line is which run: letter, colour, dash, marker and name. */
import { Marker } from '../../charts/Marker';
import type { Look } from './look';
import styles from './RunKey.module.css';

/** A piece of the line with its marker. */
export function Line({ look: { colour, dash, marker } }: { look: Look }) {
  return (
    <svg className={styles.line} width="34" height="10" aria-hidden="true">
      <line x1="0" y1="5" x2="34" y2="5" stroke={colour} strokeWidth="2" strokeDasharray={dash} />
      <Marker x={17} y={5} colour={colour} shape={marker} />
    </svg>
  );
}

/** More names than this leave a chart no room; the list above it has them all, and so has the caption of its picture. */
const mostNames = 6;

export function RunKey({ runs }: { runs: readonly { look: Look; name: string }[] }) {
  return (
    <ul className={styles.key}>
      {runs.map(({ look, name }) => (
        <li key={look.letter} title={name}>
          <Line look={look} />
          <b>{look.letter}</b> {runs.length <= mostNames && name}
        </li>
      ))}
    </ul>
  );
}
