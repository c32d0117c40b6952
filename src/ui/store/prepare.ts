/** @file Makes the page ready for the runs of a configuration: its engine open, its data loaded. */
import type { RunConfig, RunData } from '../../experiments';
import type { Bench } from './bench';
import type { DataActions } from './data-actions';
import type { SettingActions } from './setting-actions';

/**
 * Takes over a configuration.
 *
 * @param data what the run was trained on before, if it was
 * @returns whether it can be trained; if not, a notice says why
 */
export type Prepare = (config: RunConfig, data?: RunData | null) => Promise<boolean>;

export function createPrepare(
  { get, set, until }: Pick<Bench, 'get' | 'set' | 'until'>,
  { loadConfiguredData, bringBack }: Pick<DataActions, 'loadConfiguredData' | 'bringBack'>,
  { openEngine }: Pick<SettingActions, 'openEngine'>,
): Prepare {
  return async (config, data = null) => {
    await until(({ engineOpening, dataStatus }) => !engineOpening && dataStatus !== 'loading');
    const before = get().config;
    set({ config });
    if (config.backend !== before.backend || get().engine === null) await openEngine();
    if (data?.set !== undefined) return (await bringBack(data.set, data.name)) && get().engine !== null;
    const sameData = JSON.stringify([config.data, config.model]) === JSON.stringify([before.data, before.model]);
    if (!sameData || get().dataStatus !== 'ready') await loadConfiguredData();
    return get().engine !== null && get().dataStatus === 'ready';
  };
}
