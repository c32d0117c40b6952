/** @file The address bar: `#train/v1&steps=500` is the panel and the configuration, kept in step with the store. */
import { decodeLink, encodeLink, type RunConfig } from '../experiments';
import type { Lab } from './store/lab';
import type { PanelId } from './store/state';

export interface Address {
  panel: PanelId;
  config: RunConfig;
  problems: string[];
}

/** @param hash location.hash, with or without its `#` */
export function readAddress(hash: string): Address {
  const [panel, ...link] = hash.replace(/^#/, '').split('/');
  const { config, problems } = decodeLink(link.join('/'));
  const known = panel === 'data' || panel === 'train';
  if (!known && panel !== '') problems.push(`"${panel}" is not a panel of this lab`);
  return { panel: known ? panel : 'train', config, problems };
}

export function writeAddress({ panel, config }: Pick<Address, 'panel' | 'config'>): string {
  const link = encodeLink(config);
  return link === '' ? `#${panel}` : `#${panel}/${link}`;
}

/** Writes the address as the store changes, and takes over an address that the reader pastes or goes back to. */
export function followAddress({ store, actions }: Lab): void {
  let written = writeAddress(store.getState());
  history.replaceState(null, '', written);
  store.subscribe((state, before) => {
    if (state.config === before.config && state.panel === before.panel) return;
    const next = writeAddress(state);
    if (next === written) return;
    // A panel is a place to go back to; a setting is not.
    if (state.panel === before.panel) history.replaceState(null, '', next);
    else history.pushState(null, '', next);
    written = next;
  });
  addEventListener('popstate', () => {
    if (location.hash === written) return;
    written = location.hash;
    const { panel, config, problems } = readAddress(location.hash);
    actions.reportLink(problems);
    actions.adopt(config);
    if (panel !== store.getState().panel) actions.show(panel);
  });
}
