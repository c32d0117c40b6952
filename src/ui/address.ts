/** @file The address bar: `#loss/v1&steps=500?batch=tutorial.0` is the panel, the configuration and the view, kept in
 * step with the store. */
import { decodeLink, decodeView, encodeLink, encodeView, type RunConfig, type View } from '../experiments';
import type { Lab } from './store/lab';
import { type PanelId, panelIds } from './store/state';

export interface Address {
  panel: PanelId;
  config: RunConfig;
  view: View;
  problems: string[];
}

/** @param hash location.hash, with or without its `#` */
export function readAddress(hash: string): Address {
  const [place, ...viewed] = hash.replace(/^#/, '').split('?');
  const [name, ...link] = place.split('/');
  const { config, problems } = decodeLink(link.join('/'));
  const { view, problems: unseen } = decodeView(viewed.join('?'));
  const panel = panelIds.find((id) => id === name);
  const unknown = panel === undefined && name !== '' ? [`"${name}" is not a panel of this lab`] : [];
  return { panel: panel ?? 'train', config, view, problems: [...problems, ...unseen, ...unknown] };
}

export function writeAddress({ panel, config, view }: Omit<Address, 'problems'>): string {
  const [link, viewed] = [encodeLink(config), encodeView(view)];
  return `#${panel}${link === '' ? '' : `/${link}`}${viewed === '' ? '' : `?${viewed}`}`;
}

/** Milliseconds from one writing to the next. Browsers refuse an address that changes with every frame of a drag: 100 times in 30 s. */
const pause = 350;

/** Writes the address as the store changes, and takes over an address that the reader pastes or goes back to. */
export function followAddress({ store, actions }: Lab): void {
  let written = writeAddress(store.getState());
  let waiting: ReturnType<typeof setTimeout> | undefined;
  history.replaceState(null, '', written);
  store.subscribe((state, before) => {
    const same = state.config === before.config && state.panel === before.panel && state.view === before.view;
    if (same) return;
    // A panel is a place to go back to; a setting is not.
    if (state.panel !== before.panel) {
      write('replace', before);
      write('push', state);
    } else waiting ??= setTimeout(() => write('replace', store.getState()), pause);
  });
  addEventListener('pagehide', () => write('replace', store.getState()));
  addEventListener('popstate', () => {
    if (location.hash === written) return;
    clearTimeout(waiting);
    waiting = undefined;
    written = location.hash;
    const { panel, config, view, problems } = readAddress(location.hash);
    actions.reportLink(problems);
    actions.adopt(config);
    actions.look(view);
    if (panel !== store.getState().panel) actions.show(panel);
  });

  function write(how: 'replace' | 'push', state: Omit<Address, 'problems'>): void {
    clearTimeout(waiting);
    waiting = undefined;
    const next = writeAddress(state);
    if (next === written) return;
    written = next;
    if (how === 'push') history.pushState(null, '', next);
    else history.replaceState(null, '', next);
  }
}
