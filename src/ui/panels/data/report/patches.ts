/** @file What a patch changes, as boxes to draw and as fields to read. */
import type { Patch } from '../../../../worker';
import { dash } from '../../../format';
import { classColour } from '../../../images/classes';
import type { DrawnBox } from '../../../images/draw';

type Facts = Patch['before'];

/** The boxes after the changes on top, those before them below. */
export function drawnPatches(patches: readonly Patch[]): DrawnBox[] {
  const drawn = (facts: Facts, stroke: DrawnBox['stroke'], label: string) => {
    const box = boxOf(facts);
    const name = String(facts?.name ?? 'object');
    return box === null ? [] : [{ box, stroke, label: `${name} ${label}`, colour: classColour(name) }];
  };
  return [
    ...patches.flatMap(({ after }) => drawn(after, 'solid', 'after')),
    ...patches.flatMap(({ before }) => drawn(before, 'dashed', 'before')),
  ];
}

/** The fields that differ. What is dropped is one change. */
export function changedFacts({ before, after }: Patch): { name: string; before: string; after: string }[] {
  if (before === null || after === null) {
    const name = String((before ?? after)?.name ?? (before ?? after)?.id ?? '');
    return [{ name, before: before === null ? dash : 'there', after: after === null ? 'dropped' : 'there' }];
  }
  return Object.keys(after)
    .filter((name) => before[name] !== after[name])
    .map((name) => ({ name, before: written(before[name]), after: written(after[name]) }));
}

/** Corner form, pixels of the image; a box that is swapped is drawn where its corners are. */
function boxOf(facts: Facts): DrawnBox['box'] | null {
  const sides = ['xmin', 'ymin', 'xmax', 'ymax'].map((side) => facts?.[side]);
  if (!sides.every((side) => typeof side === 'number')) return null;
  const [xmin, ymin, xmax, ymax] = sides;
  // The file counts pixels from 1.
  return [Math.min(xmin, xmax) - 1, Math.min(ymin, ymax) - 1, Math.max(xmin, xmax) - 1, Math.max(ymin, ymax) - 1];
}

function written(value: string | number | boolean | null | undefined): string {
  if (value === null || value === undefined) return dash;
  return typeof value === 'boolean' ? String(Number(value)) : String(value);
}
