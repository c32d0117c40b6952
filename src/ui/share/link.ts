/** @file The link that the Share dialog gives out. */
import { defaultView, type RunConfig, type View } from '../../experiments';
import { writeAddress } from '../address';
import { pages } from '../lesson/pages';
import type { PanelId } from '../store/state';
import type { Part } from './hidden';

export interface ShareChoice {
  /** What is seen now, or a page of the lesson, which then sets its panel up itself. */
  start: 'here' | (string & {});
  hidden: readonly Part[];
}

interface Present {
  panel: PanelId;
  config: RunConfig;
  view: View;
}

/** @returns the part of the address from `#` on */
export function shareLink({ panel, config, view }: Present, { start, hidden }: ShareChoice): string {
  const page = pages.find(({ id }) => id === start);
  if (page === undefined) return writeAddress({ panel, config, view: { ...view, hidden } });
  return writeAddress({ panel: page.panel, config, view: { ...defaultView, lesson: page.id, hidden } });
}
