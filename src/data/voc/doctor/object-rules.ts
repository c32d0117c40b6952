/**
 * @file What may be wrong with one object, in the order in which it is judged: its class, its numbers, its place in the
 * image, what it leaves unsaid.
 */
import type { Facts } from '../../types';
import { type AnnotatedObject, type FileBox, sides } from '../annotation';
import type { ClassNames } from './class-names';
import type { Rule } from './rule';

export interface ObjectContext {
  width: number;
  height: number;
  classes: ClassNames;
  /** The set writes 0 where VOC writes 1, so that a single 0 is no slip. */
  countsFromZero: boolean;
  /** The objects of the same image that stand before it. */
  earlier: readonly AnnotatedObject[];
}

type ObjectRule = Rule<AnnotatedObject, ObjectContext>;

const drop = { value: 'drop', label: 'Drop the object' };
const only = (label: string) => () => [{ value: 'repair', label }];

const className: ObjectRule = {
  code: 'class-unknown',
  severity: 'error',
  find({ name }, { classes }) {
    if (name === null) return 'object has no name';
    return classes.known.has(name) ? null : `unknown class "${name}": ${classes.origin}`;
  },
  choices({ name }, { classes }) {
    const near = name === null ? null : classes.nearest(name);
    const own = name === null ? [] : [{ value: `class ${name}`, label: `Keep ${name} as a class` }];
    return [...(near === null ? [] : [{ value: `class ${near}`, label: `Call it ${near}` }]), drop, ...own];
  },
  accepts: (choice) => /^class ./.test(choice),
  repair: (object, choice) => (choice === 'drop' ? null : { ...object, name: choice.slice('class '.length) }),
};

const spelling: ObjectRule = {
  code: 'class-spelling',
  severity: 'warning',
  find({ name }, { classes }) {
    const usual = name === null ? null : classes.usualSpelling(name);
    return usual === null ? null : `class "${name}" is written "${usual}" more often`;
  },
  choices({ name }, { classes }) {
    const usual = classes.usualSpelling(name!);
    return [{ value: `class ${usual}`, label: `Call it ${usual}` }];
  },
  repair: (object, choice) => ({ ...object, name: choice.slice('class '.length) }),
};

const numbers: ObjectRule = {
  code: 'box-unreadable',
  severity: 'error',
  find: ({ name, unreadable }) => (unreadable === null ? null : `${name ?? 'object'} has ${unreadable}`),
  choices: () => [drop],
  repair: () => null,
};

const swapped: ObjectRule = {
  code: 'box-swapped',
  severity: 'error',
  find({ name, box }) {
    const [xmin, ymin, xmax, ymax] = box;
    if (xmin <= xmax && ymin <= ymax) return null;
    return `${name}: ${written(box)} has ${xmax < xmin ? 'xmax < xmin' : 'ymax < ymin'}`;
  },
  choices: only('Swap minimum and maximum'),
  repair: ({ box: [a, b, c, d], ...object }) => ({
    ...object,
    box: [Math.min(a, c), Math.min(b, d), Math.max(a, c), Math.max(b, d)],
  }),
};

/** What is not even partly in the image is not clipped to its border: there is no telling what was meant. */
const outside: ObjectRule = {
  code: 'box-outside',
  severity: 'error',
  find({ name, box }, { width, height }) {
    const [xmin, ymin, xmax, ymax] = box;
    if (xmin >= 0 && ymin >= 0 && xmax <= width && ymax <= height) return null;
    return `${name}: ${written(box)} is outside the ${width} x ${height} image`;
  },
  choices: ({ box }, context) => {
    const [xmin, ymin, xmax, ymax] = clip(box, context);
    return xmax > xmin && ymax > ymin ? [{ value: 'repair', label: 'Clip it to the image' }, drop] : [drop];
  },
  repair: ({ box, ...object }, choice, context) => (choice === 'drop' ? null : { ...object, box: clip(box, context) }),
};

const zero: ObjectRule = {
  code: 'box-from-zero',
  severity: 'warning',
  find({ name, box }, { countsFromZero }) {
    if (countsFromZero || Math.min(box[0], box[1]) >= 1) return null;
    return `${name}: ${written(box)} begins at ${Math.min(box[0], box[1])}, where this set begins at 1`;
  },
  choices: only('Begin at 1'),
  repair: ({ box, ...object }, _, context) => ({ ...object, box: clip(box, context) }),
};

const degenerate: ObjectRule = {
  code: 'box-degenerate',
  severity: 'error',
  find({ name, box }) {
    const [xmin, ymin, xmax, ymax] = box;
    if (xmax > xmin && ymax > ymin) return null;
    return `${name}: ${written(box)} has ${xmax <= xmin ? 'xmax <= xmin' : 'ymax <= ymin'}`;
  },
  choices: () => [drop],
  repair: () => null,
};

const twice: ObjectRule = {
  code: 'object-twice',
  severity: 'warning',
  find({ name, box }, { earlier }) {
    const first = earlier.find((other) => other.name === name && other.box.every((side, i) => side === box[i]));
    return first === undefined ? null : `${name}: ${written(box)} is object ${first.place} again`;
  },
  choices: () => [drop],
  repair: () => null,
};

const flags: ObjectRule = {
  code: 'flag-missing',
  severity: 'note',
  find({ name, difficult, truncated }) {
    const missing = [...(difficult === null ? ['difficult'] : []), ...(truncated === null ? ['truncated'] : [])];
    return missing.length === 0 ? null : `${name} does not say whether it is ${missing.join(' or ')}`;
  },
  choices: only('Fill in 0'),
  repair: ({ difficult, truncated, ...object }) => ({
    ...object,
    difficult: difficult ?? false,
    truncated: truncated ?? false,
  }),
};

export const objectRules = [className, spelling, numbers, swapped, outside, zero, degenerate, twice, flags];

/** The object in the words of its file. */
export function objectFacts({ name, box, difficult, truncated }: AnnotatedObject): Facts {
  const coordinates = Object.fromEntries(sides.map((side, i) => [side, Number.isNaN(box[i]) ? null : box[i]]));
  return { name, ...coordinates, difficult, truncated };
}

function written([xmin, ymin, xmax, ymax]: FileBox): string {
  return `box (${xmin}, ${ymin}, ${xmax}, ${ymax})`;
}

function clip([xmin, ymin, xmax, ymax]: FileBox, { width, height }: { width: number; height: number }): FileBox {
  return [Math.max(1, xmin), Math.max(1, ymin), Math.min(width, xmax), Math.min(height, ymax)];
}
