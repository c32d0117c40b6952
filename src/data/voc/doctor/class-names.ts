/**
 * @file Which class names a set knows, and what a name that it does not know was probably meant to be.
 */
import type { ClassChoice } from '../classes';
import { groupBy } from '../group';

export interface ClassNames {
  known: ReadonlySet<string>;
  /** Where the list comes from; a name outside it is refused with this. */
  origin: string;
  /** The known name that an unknown one probably means, or null. */
  nearest(name: string): string | null;
  /** The more frequent spelling of a name, where the list is made of the names that occur; else null. */
  usualSpelling(name: string): string | null;
}

/** What other data sets, COCO above all, call the classes of VOC. */
const aliases: Readonly<Record<string, string>> = {
  airplane: 'aeroplane',
  plane: 'aeroplane',
  bike: 'bicycle',
  motorcycle: 'motorbike',
  couch: 'sofa',
  table: 'diningtable',
  plant: 'pottedplant',
  tv: 'tvmonitor',
  television: 'tvmonitor',
  monitor: 'tvmonitor',
  human: 'person',
  people: 'person',
};

/** @param names the class name of every object */
export function classNames(choice: ClassChoice, names: readonly string[]): ClassNames {
  const plainKnown = groupBy(choice.classes, plain);
  const counts = new Map<string, number>();
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
  const usual = new Map<string, string>();
  for (const [spelling, variants] of choice.occurring ? plainKnown : []) {
    // Of equally frequent spellings the one in lower case, which sorts last.
    const [best] = variants.toSorted((a, b) => counts.get(b)! - counts.get(a)! || (a < b ? 1 : -1));
    usual.set(spelling, best);
  }
  const nearest = (name: string): string | null => {
    const key = plain(name);
    const same = plainKnown.get(key) ?? plainKnown.get(aliases[key] ?? '') ?? plainKnown.get(key.replace(/s$/, ''));
    if (same !== undefined) return same[0];
    const close = choice.classes.filter((other) => editDistance(key, plain(other)) <= slips(key));
    return close.length === 1 ? close[0] : null;
  };
  /** A name that a set does not know may stand in thousands of objects. */
  const answers = new Map<string, string | null>();
  return {
    known: new Set(choice.classes),
    origin: choice.origin,
    nearest(name) {
      const answer = answers.has(name) ? answers.get(name)! : nearest(name);
      answers.set(name, answer);
      return answer;
    },
    usualSpelling(name) {
      const best = usual.get(plain(name));
      return best === undefined || best === name ? null : best;
    },
  };
}

/** `Potted_Plant` and `potted plant` are `pottedplant`. */
function plain(name: string): string {
  return name.toLowerCase().replace(/[\s_-]+/g, '');
}

/** How many letters may be wrong for a name to be the same: none in a short one, where `cat` is not `car`. */
function slips(name: string): number {
  return name.length < 4 || name.length > 40 ? 0 : name.length < 7 ? 1 : 2;
}

/** Levenshtein's distance: letters to insert, delete or replace. */
function editDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      next[j] = Math.min(row[j] + 1, next[j - 1] + 1, row[j - 1] + Number(a[i - 1] !== b[j - 1]));
    }
    row = next;
  }
  return row[b.length];
}
