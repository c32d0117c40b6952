/**
 * @file Which classes a data set has, and so which class names are unknown.
 */
import { vocClasses } from '../../ssd';
import { linesOf } from './lines';

export interface ClassChoice {
  classes: string[];
  /** Where the list comes from; a name outside it is refused with this. */
  origin: string;
  /** The list is made of the names that occur. */
  occurring: boolean;
}

/**
 * The class list of a data set, by the first rule that holds:
 *
 * 1. The names that the set declares, in their order (classes.txt or labelmap.txt).
 * 2. The 20 VOC classes, if more than half of the distinct names and more than half of the objects are of them. A name
 *    that occurs beside them is then a slip of the pen and not a class.
 * 3. The names that occur, sorted.
 *
 * @param names the class name of every object
 */
export function chooseClasses(declared: readonly string[] | null, names: readonly string[]): ClassChoice {
  if (declared !== null) return { classes: [...declared], origin: 'the set declares its own list', occurring: false };
  const isVoc = (name: string) => (vocClasses as readonly string[]).includes(name);
  const distinct = [...new Set(names)].sort();
  const mostly = (list: readonly string[]) => list.filter(isVoc).length * 2 > list.length;
  if (mostly(distinct) && mostly(names)) {
    return {
      classes: [...vocClasses],
      origin: 'the set uses the 20 VOC classes; for others, list all names in classes.txt beside Annotations',
      occurring: false,
    };
  }
  return { classes: distinct, origin: 'all names that occur', occurring: true };
}

/** Parses classes.txt (a name a line) or CVAT's labelmap.txt (name:colour:parts:actions). @throws Error if a line is too long for a name */
export function parseClassList(file: string, text: string): string[] {
  const names = linesOf(file, text)
    .filter((line) => !line.startsWith('#'))
    .map((line) => line.split(':')[0].trim());
  return [...new Set(names)].filter((name) => name !== '' && name !== 'background');
}
