/** @file The rail of stages; a bar at the bottom of a phone. */
import { Icon } from '../controls/Icon';
import { stages } from '../stages';
import { useActions, useLab } from '../use-lab';
import { PageTools } from './PageTools';
import styles from './Rail.module.css';

export function Rail() {
  const { panel, hidden } = useLab(({ panel, view }) => ({ panel, hidden: view.hidden }));
  const { show } = useActions();
  return (
    <nav className={styles.rail} aria-label="Stages">
      <ul className={styles.stages}>
        {stages.map(({ id, label, icon }, i) => (
          <li key={id} hidden={hidden.includes(id)}>
            <button
              type="button"
              className={styles.stage}
              data-testid={`nav-${id}`}
              aria-current={id === panel ? 'page' : undefined}
              aria-keyshortcuts={String(i + 1)}
              onClick={() => show(id)}
            >
              <Icon name={icon} />
              {label}
            </button>
          </li>
        ))}
      </ul>
      <div className={styles.tools}>
        <PageTools />
      </div>
    </nav>
  );
}
