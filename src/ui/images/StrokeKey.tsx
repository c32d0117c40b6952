/** @file What each line on an image of detections means. */
import styles from './StrokeKey.module.css';

export function StrokeKey() {
  const entries = [
    ['true', ''],
    ['false', '5 3'],
    ['missed', '1.5 3'],
  ] as const;
  return (
    <ul className={styles.key} aria-label="Lines">
      {entries.map(([name, dash]) => (
        <li key={name}>
          <svg width="24" height="12" aria-hidden="true">
            <rect
              x="1"
              y="1"
              width="22"
              height="10"
              fill="none"
              stroke="currentColor"
              strokeWidth="1.5"
              strokeDasharray={dash}
            />
          </svg>
          {name}
        </li>
      ))}
      <li>
        <svg width="24" height="12" aria-hidden="true">
          <path d="M1 4V1h4M19 1h4v3M23 8v3h-4M5 11H1V8" fill="none" stroke="currentColor" strokeWidth="1.5" />
        </svg>
        ground truth
      </li>
    </ul>
  );
}
