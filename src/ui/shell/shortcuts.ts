/** @file The keys of the page, as one table: the sheet prints it and the key handler reads it. */

import { sameImage, type View } from '../../experiments';
import type { Part } from '../share/hidden';
import { stages } from '../stages';
import type { Lab } from '../store/lab';
import { shownViews } from '../store/state';
import { showGlossary } from '../terms/Glossary';
import { setTheme, themeStore, themes } from '../theme';

export interface Shortcut {
  /** `event.key`, in lower case. */
  key: string;
  /** As printed on the keyboard. */
  label: string;
  meaning: string;
  /** Where the link leaves this part out, the key does nothing. */
  part?: Part;
  run(lab: Lab): void;
}

const shortcuts: readonly Shortcut[] = [
  ...runKeys(),
  ...stages.map(({ id, label }, i) => ({
    key: String(i + 1),
    label: String(i + 1),
    meaning: `Go to ${label}`,
    part: id,
    run: ({ actions }: Lab) => actions.show(id),
  })),
  { key: 'arrowleft', label: '\u2190', meaning: 'Previous image, or page of images', run: (lab) => leaf(lab, -1) },
  { key: 'arrowright', label: '\u2192', meaning: 'Next image, or page of images', run: (lab) => leaf(lab, 1) },
  { key: 'g', label: 'G', meaning: 'Terms, with their formulas', run: showGlossary },
  { key: 't', label: 'T', meaning: 'Colours: system, light, dark', run: nextTheme },
  {
    key: 'escape',
    label: 'Esc',
    meaning: 'Close the selected image or the sheet',
    run: ({ actions }) => actions.openSheet(false),
  },
];

function runKeys(): Shortcut[] {
  const keys: Omit<Shortcut, 'part'>[] = [
    { key: ' ', label: 'Space', meaning: 'Train, pause or go on', run: ({ actions }) => void actions.toggleTraining() },
    { key: 's', label: 'S', meaning: 'Train one step', run: ({ actions }) => void actions.step() },
    { key: 'e', label: 'E', meaning: 'Train to the end of the epoch', run: ({ actions }) => void actions.epoch() },
    { key: 'x', label: 'X', meaning: 'Stop the run', run: ({ actions }) => void actions.stop() },
    { key: 'r', label: 'R', meaning: 'Reset the run', run: ({ actions }) => void actions.reset() },
    { key: 'v', label: 'V', meaning: 'Evaluate on val now', run: ({ actions }) => void actions.evaluate() },
  ];
  return keys.map((shortcut) => ({ ...shortcut, part: 'run-controls' }));
}

/** The keys that the link has not left out. */
export function shortcutsOf({ hidden }: Pick<View, 'hidden'>): readonly Shortcut[] {
  return shortcuts.filter(({ part }) => part === undefined || !hidden.includes(part));
}

/** With an image selected, its neighbour; else the next page of the Data panel. */
function leaf({ store, actions }: Lab, by: 1 | -1): void {
  const state = store.getState();
  const { samples, panel, browse, data, view } = state;
  const views = panel === 'data' || panel === 'train' ? shownViews(state).map(({ ref }) => ref) : view.batch;
  const selected = views.findIndex((ref) => sameImage(ref, view.image));
  if (selected >= 0) {
    const next = views[selected + by];
    if (next !== undefined) actions.select(next);
  } else if (panel === 'data' && data !== null) {
    const page = browse.page + by;
    if (page >= 0 && samples.views.length > 0) void actions.browse({ page });
  }
}

function nextTheme(): void {
  setTheme(themes[(themes.indexOf(themeStore.getState()) + 1) % themes.length]);
}

/** A control that uses this key itself keeps it. */
export function isTaken(target: EventTarget | null, key: string): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (target.closest('input, select, textarea, dialog, [popover], [role="group"] svg') !== null) return true;
  return key === ' ' && target.closest('button, a, summary') !== null;
}
