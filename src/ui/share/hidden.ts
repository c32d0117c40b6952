/** @file Parts of the page that an instructor's link can leave out, by the names that stand in the link. */
import type { PanelId } from '../store/state';
import { useLab } from '../use-lab';

/** What stands around the panels. */
export const surroundings = [
  { name: 'run-controls', label: 'Run controls' },
  { name: 'engine', label: 'Compute engine' },
  { name: 'inspector', label: 'Inspector and settings' },
  { name: 'lesson', label: 'Lesson' },
  { name: 'share', label: 'Share' },
] as const;

/** A panel's way in the rail, or one of the surroundings. */
export type Part = PanelId | (typeof surroundings)[number]['name'];

/** The part is left out. */
export function useHidden(part: Part): boolean {
  return useLab(({ view }) => view.hidden.includes(part));
}
