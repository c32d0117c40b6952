/** @file Which back end computes, why, and the choice of another. */
import type { BackendChoice } from '../../experiments';
import type { EngineInfo } from '../../worker';
import { Icon } from '../controls/Icon';
import { Segmented } from '../controls/Segmented';
import { bytes, count } from '../format';
import { isLocked } from '../store/setting-actions';
import { useActions, useLab } from '../use-lab';
import styles from './BackendBadge.module.css';

const names = { webgpu: 'WebGPU', wasm: 'WASM', cpu: 'CPU' } as const;
const choices: readonly { value: BackendChoice; label: string }[] = [
  { value: 'auto', label: 'Automatic' },
  { value: 'webgpu', label: 'WebGPU' },
  { value: 'wasm', label: 'WASM' },
  { value: 'cpu', label: 'CPU' },
];

export function BackendBadge() {
  const { engine, opening } = useLab((state) => ({ engine: state.engine, opening: state.engineOpening }));
  return (
    <div className={styles.place}>
      <button
        type="button"
        className={styles.badge}
        data-testid="backend-badge"
        data-backend={engine?.backend ?? 'none'}
        popoverTarget="backend"
      >
        <Icon name="chip" />
        <span className={styles.name}>{badgeText(engine, opening)}</span>
      </button>
      <section
        id="backend"
        popover="auto"
        className={styles.popover}
        aria-label="Compute engine"
        data-testid="backend-popover"
      >
        <Details />
      </section>
    </div>
  );
}

function badgeText(engine: EngineInfo | null, opening: boolean): string {
  if (opening) return 'Opening engine';
  if (engine === null) return 'No engine';
  return engine.software ? `${names[engine.backend]}, software` : names[engine.backend];
}

function Details() {
  const { engine, choice, locked, rate, liveTensors } = useLab((state) => ({
    engine: state.engine,
    choice: state.config.backend,
    locked: isLocked(state),
    rate: state.run?.rate ?? null,
    liveTensors: state.run?.steps.at(-1)?.liveTensors ?? null,
  }));
  const { chooseBackend } = useActions();
  const rows: [string, string][] =
    engine === null
      ? []
      : [
          ['Back end', `${names[engine.backend]}${engine.software ? ', emulated in software' : ''}`],
          ['Adapter', engine.adapter],
          ['Threads', count(engine.threads)],
          ['Largest buffer', engine.maxBindingBytes === null ? 'not limited' : bytes(engine.maxBindingBytes)],
          ['Memory, now', bytes(rate?.tensorBytes ?? null)],
          ['Memory, peak', bytes(rate?.peakBytes ?? null)],
          ['Live tensors', count(liveTensors)],
        ];
  return (
    <>
      <h2>Compute engine</h2>
      <p className={styles.reason} data-testid="backend-reason">
        {engine?.reason ?? 'No engine is open. Choose one below.'}
      </p>
      <Segmented
        label="Back end"
        value={choice}
        options={choices}
        disabled={locked}
        onChange={(value) => void chooseBackend(value)}
        testId="backend-choice"
      />
      {locked && <p className={styles.reason}>Reset the run to change the back end.</p>}
      <dl className={styles.facts}>
        {rows.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
    </>
  );
}
