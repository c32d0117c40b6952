/** @file The colours and families of the classes. A class keeps its colour in every view and every preset. */

/** The four families of Pascal VOC, in the order of its papers. */
export const families = [
  { name: 'Person', classes: ['person'] },
  { name: 'Animals', classes: ['bird', 'cat', 'cow', 'dog', 'horse', 'sheep'] },
  { name: 'Vehicles', classes: ['aeroplane', 'bicycle', 'boat', 'bus', 'car', 'motorbike', 'train'] },
  { name: 'Indoor', classes: ['bottle', 'chair', 'diningtable', 'pottedplant', 'sofa', 'tvmonitor'] },
] as const;

/** Stay apart in all colour visions; the name is always printed beside the colour. */
const palette = [
  '#3d5f62',
  '#f7d644',
  '#d5c5e0',
  '#b36d2a',
  '#542113',
  '#a2b197',
  '#322b59',
  '#366be9',
  '#56a2b5',
  '#173938',
  '#caecde',
  '#d99e4d',
  '#7d8469',
  '#6b5245',
  '#3a1fcd',
  '#dcebb0',
  '#937784',
  '#d896ff',
  '#8b3e09',
  '#736193',
] as const;

const vocOrder = families.flatMap((family) => [...family.classes] as string[]).sort();

/** @param className any name; one outside VOC takes a colour by its letters, the same every time */
export function classColour(className: string): string {
  const known = vocOrder.indexOf(className);
  if (known >= 0) return palette[known];
  const sum = [...className].reduce((total, letter) => (total * 31 + letter.charCodeAt(0)) % 9973, 0);
  return palette[sum % palette.length];
}

/** Black or white, whichever reads better on the colour (relative luminance of WCAG 2). */
export function inkOn(colour: string): string {
  const [red, green, blue] = [1, 3, 5].map((at) => {
    const value = Number.parseInt(colour.slice(at, at + 2), 16) / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue > 0.179 ? '#000000' : '#ffffff';
}

/** The classes by family; classes of none come last, under "Other". */
export function byFamily(classes: readonly string[]): { name: string; classes: string[] }[] {
  const groups = families.map(({ name, classes: members }) => ({
    name: name as string,
    classes: classes.filter((className) => (members as readonly string[]).includes(className)),
  }));
  const other = classes.filter((className) => !vocOrder.includes(className));
  return [...groups, { name: 'Other', classes: other }].filter((group) => group.classes.length > 0);
}
