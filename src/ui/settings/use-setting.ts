/** @file One leaf of the configuration as a control needs it. */
import { useMemo, useState } from 'react';
import { presetOf, type RunConfig, valueAt } from '../../experiments';
import { isLocked } from '../store/setting-actions';
import { useActions, useLab } from '../use-lab';

export interface SettingState {
  value: unknown;
  preset: unknown;
  differs: boolean;
  /** The run under way keeps its settings. */
  locked: boolean;
  /** Why the last value was refused; null when it was taken. */
  problem: string | null;
  set(value: unknown): void;
  restore(): void;
}

/** @param path place in RunConfig, such as `optimizer.learningRate` */
export function useSetting(path: string): SettingState {
  const { config, locked } = useLab((state) => ({ config: state.config, locked: isLocked(state) }));
  const value = shown(config, path);
  const preset = useMemo(() => shown(presetOf(config), path), [config, path]);
  const { change, restore } = useActions();
  const [problem, setProblem] = useState<string | null>(null);
  return {
    value,
    preset,
    differs: value !== preset,
    locked,
    problem,
    set: (next) => setProblem(change(path, next)),
    restore() {
      setProblem(null);
      restore(path);
    },
  };
}

/** Lists compare by their text. */
function shown(config: RunConfig, path: string): unknown {
  const value = valueAt(config, path);
  return Array.isArray(value) ? value.join(', ') : value;
}
