/** @file Commands of the configuration. A setting that needs other data or another engine loads or opens it. */
import {
  type BackendChoice,
  ConfigError,
  changed,
  parseRunConfig,
  presetOf,
  type RunConfig,
  valueAt,
} from '../../experiments';
import type { Bench } from './bench';
import type { DataActions } from './data-actions';
import { withNotice } from './reduce';
import { isActive, type LabState } from './state';

export interface SettingActions {
  openEngine(): Promise<void>;
  chooseBackend(choice: BackendChoice): Promise<void>;
  /** @returns null, or why the value was refused, in words for the reader */
  change(path: string, value: unknown): string | null;
  /** Puts one leaf, or all, back to the preset. */
  restore(path: string | null): void;
  /** Takes over a whole configuration, as a link brings it. */
  adopt(config: RunConfig): void;
}

/** Settings are those of the run under way; the model and the data cannot change beneath it. */
export function isLocked(state: Pick<LabState, 'status'>): boolean {
  return isActive(state.status);
}

export function settingActions({ api, get, set, attempt, forget }: Bench, data: DataActions): SettingActions {
  function take(config: RunConfig): void {
    const before = get().config;
    set({ config });
    if (JSON.stringify([config.data, config.model]) !== JSON.stringify([before.data, before.model])) {
      void data.loadConfiguredData();
    }
    if (config.backend !== before.backend) void actions.openEngine();
  }

  const actions: SettingActions = {
    async openEngine() {
      const choice = get().config.backend;
      // The weights of a run are gone with its engine.
      set({ engineOpening: true, ...(get().run === null ? {} : { view: { ...get().view, weights: 'fresh' } }) });
      forget('engine');
      const engine = await attempt('engine', 'No compute engine could be opened', () => api.openEngine(choice));
      set(engine === null ? { engineOpening: false } : { engineOpening: false, engine });
    },

    async chooseBackend(backend) {
      if (isLocked(get())) return;
      set({ config: { ...get().config, backend } });
      await actions.openEngine();
    },

    change(path, value) {
      if (isLocked(get())) return 'Reset the run to change its settings.';
      try {
        take(changed(get().config, path, value));
        return null;
      } catch (error) {
        if (!(error instanceof ConfigError)) throw error;
        return error.message.replace(`config refused: ${path}: `, '').replace('config refused: ', '');
      }
    },

    restore(path) {
      const { config } = get();
      if (isLocked(get())) return;
      if (path !== null) return take(changed(config, path, valueAt(presetOf(config), path)));
      // The data set and the engine are the reader's choice, not a departure from a preset.
      const { model, data: set, backend } = config;
      take(parseRunConfig({ model, data: set, backend }));
    },

    adopt(config) {
      if (!isLocked(get())) return take(config);
      const message = 'A run is under way with other settings. Reset it, then open the link again.';
      set(withNotice(get(), { source: 'link', title: 'The link was not applied', message }));
    },
  };
  return actions;
}
