/** @file Makes the page ready for the runs of a configuration: its engine open, its data loaded. */
import type { RunConfig } from '../../experiments';
import type { Bench } from './bench';
import type { DataActions } from './data-actions';
import type { SettingActions } from './setting-actions';

/** Takes over a configuration. @returns whether it can be trained; if not, a notice says why */
export type Prepare = (config: RunConfig) => Promise<boolean>;

export function createPrepare(
  { get, set, until }: Pick<Bench, 'get' | 'set' | 'until'>,
  { loadConfiguredData }: Pick<DataActions, 'loadConfiguredData'>,
  { openEngine }: Pick<SettingActions, 'openEngine'>,
): Prepare {
  return async (config) => {
    await until(({ engineOpening, dataStatus }) => !engineOpening && dataStatus !== 'loading');
    const before = get().config;
    set({ config });
    if (config.backend !== before.backend || get().engine === null) await openEngine();
    const sameData = JSON.stringify([config.data, config.model]) === JSON.stringify([before.data, before.model]);
    if (!sameData || get().dataStatus !== 'ready') await loadConfiguredData();
    return get().engine !== null && get().dataStatus === 'ready';
  };
}
