/**
 * @file A split of one's own where a set has no lists: seeded, and stratified so that every class validates.
 *
 * Source: Sechidis, Tsoumakas and Vlahavas 2011, "On the stratification of multi-label data", algorithm 1: the images of
 * the rarest class are given out first, each to the side that lacks most of that class. Copies of one photograph stay
 * together, and so leak from neither side to the other.
 */
import { Random } from '../../ssd';
import { groupBy } from './group';

export interface SplitItem {
  id: string;
  /** Equal for copies of one photograph. */
  photograph: string;
  /** The class of every object. */
  classes: readonly string[];
}

const valShare = 0.2;
const sides = ['train', 'val'] as const;
type Side = (typeof sides)[number];

interface Group {
  ids: string[];
  classes: string[];
}

/** The ids of both sides, sorted. Equal items, in whatever order, give equal sides; neither is empty if two are given. */
export function stratifiedSplit(items: readonly SplitItem[]): Record<Side, string[]> {
  const sorted = items.toSorted((a, b) => (a.id < b.id ? -1 : 1));
  const together = [...groupBy(sorted, ({ photograph }) => photograph).values()].flatMap((copies) =>
    // So many copies of one photograph would leave a side without images.
    copies.length > 1 && copies.length > items.length * valShare ? copies.map((copy) => [copy]) : [copies],
  );
  const groups: Group[] = together.map((copies) => ({
    ids: copies.map(({ id }) => id),
    classes: [...new Set(copies.flatMap(({ classes }) => classes))],
  }));
  const open = new Set(new Random('voc split').shuffle(groups));
  const wanted = { train: Math.max(1, items.length * (1 - valShare)), val: Math.max(1, items.length * valShare) };
  const wantedOf = new Map([...countImages(open)].map(([name, images]) => [name, shareOut(images)]));
  const result: Record<Side, string[]> = { train: [], val: [] };
  while (open.size > 0) {
    const counts = [...countImages(open)].toSorted(([a, n], [b, m]) => n - m || (a < b ? -1 : 1));
    const rarest = counts[0]?.[0];
    for (const group of open) {
      if (rarest !== undefined && !group.classes.includes(rarest)) continue;
      const needs = rarest === undefined ? wanted : wantedOf.get(rarest)!;
      const side = needs.val - needs.train || wanted.val - wanted.train;
      give(group, side > 0 ? 'val' : 'train');
    }
  }
  // Classes of one photograph each would all be trained on.
  if (result.val.length === 0 && groups.length > 1) result.val.push(...takeLast(groups, result.train));
  return { train: result.train.sort(), val: result.val.sort() };

  function give(group: Group, side: Side): void {
    open.delete(group);
    result[side].push(...group.ids);
    wanted[side] -= group.ids.length;
    for (const name of group.classes) wantedOf.get(name)![side]--;
  }
}

/** Takes the ids of the last group out of a side. */
function takeLast(groups: readonly Group[], side: string[]): string[] {
  const { ids } = groups[groups.length - 1];
  for (const id of ids) side.splice(side.indexOf(id), 1);
  return ids;
}

/** Photographs by class. */
function countImages(groups: Iterable<Group>): Map<string, number> {
  const counts = new Map<string, number>();
  for (const { classes } of groups) for (const name of classes) counts.set(name, (counts.get(name) ?? 0) + 1);
  return counts;
}

/** A class of two photographs and more has one to validate on. */
function shareOut(images: number): Record<Side, number> {
  const val = images < 2 ? 0 : Math.max(1, images * valShare);
  return { train: images - val, val };
}
