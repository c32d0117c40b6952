/** @file The re-initialisations of the configuration, in the order in which they are applied. */
import { Button, IconButton } from '../../controls/Button';
import { isLocked } from '../../store/setting-actions';
import { useActions, useLab } from '../../use-lab';
import { initializerNames } from '../train/tricks';
import styles from './Applied.module.css';
import { schemeName } from './scheme-form';
import { targetName } from './targets';

export function Applied() {
  const { list, initializer, locked } = useLab((state) => ({
    list: state.config.reinitialize,
    initializer: state.config.initializer,
    locked: isLocked(state),
  }));
  const { change } = useActions();
  return (
    <section className={styles.applied} aria-label="Applied re-initialisations">
      <header>
        <h3>Applied</h3>
        {list.length > 0 && (
          <Button
            look="quiet"
            icon="reset"
            className={styles.restore}
            disabled={locked}
            onClick={() => change('reinitialize', [])}
            data-testid="init-restore"
          >
            Restore all
          </Button>
        )}
      </header>
      <ol>
        <li className={styles.base}>
          <span>
            All predictors: {initializerNames[initializer]}
            <small>as Train has it; the other layers keep their own</small>
          </span>
        </li>
        {list.map(({ target, scheme }, i) => (
          <li key={`${target} ${scheme}`} data-testid="init-applied" data-target={target} data-scheme={scheme}>
            <span>
              {targetName(target)}: {schemeName(scheme)}
            </span>
            <IconButton
              icon="close"
              label={`Remove ${schemeName(scheme)} of ${targetName(target)}`}
              className={styles.remove}
              disabled={locked}
              onClick={() => change('reinitialize', list.toSpliced(i, 1))}
              data-testid="init-remove"
            />
          </li>
        ))}
      </ol>
    </section>
  );
}
