/** @file What-if batches: the same image with more objects or fewer. */
import type { DraftObject } from '../../../experiments';
import { Random } from '../../../ssd';

/** Places that a new box is tried at; the one that overlaps the others least is taken. */
const tries = 40;

/**
 * Takes objects from the end or adds copies of those that are there, at other places. The same image always grows in
 * the same way, so a draft that shrinks and grows again is what it was.
 *
 * @param objects those of the image as it is stored
 * @param wanted  how many there are to be
 * @param size    height and width of the network input, pixels
 * @param seed    names the image
 */
export function withCount(objects: readonly DraftObject[], wanted: number, size: number, seed: string): DraftObject[] {
  const random = new Random('drafted objects', seed);
  const result = objects.slice(0, wanted);
  while (result.length < wanted) {
    const model = objects[result.length % objects.length] ?? { classId: 0, box: [0, 0, size / 4, size / 4] };
    result.push({ classId: model.classId, box: freeBox(model.box, result, size, random) });
  }
  return result;
}

/**
 * What an image's objects become when there are to be more or fewer of them.
 *
 * @param own     as the image is stored
 * @param present as they are now: its own, grown or shrunk, or drawn by the reader
 * @returns null where that is what the image has of its own
 */
export function resized(
  own: readonly DraftObject[],
  present: readonly DraftObject[],
  wanted: number,
  size: number,
  seed: string,
): DraftObject[] | null {
  const grown = withCount(own, Math.max(wanted, present.length), size, seed);
  const drawn = !isEqual(grown.slice(0, present.length), present);
  const result = drawn ? withCount(present, wanted, size, seed) : grown.slice(0, wanted);
  return isEqual(result, own) ? null : result;
}

function isEqual(a: readonly DraftObject[], b: readonly DraftObject[]): boolean {
  const text = (objects: readonly DraftObject[]) => JSON.stringify(objects.map(({ classId, box }) => [classId, box]));
  return text(a) === text(b);
}

type Box = DraftObject['box'];

function freeBox([x0, y0, x1, y1]: Box, taken: readonly DraftObject[], size: number, random: Random): Box {
  const [width, height] = [x1 - x0, y1 - y0];
  const places = Array.from({ length: tries }, (): Box => {
    const left = Math.round(random.uniform(0, Math.max(1, size - width)));
    const top = Math.round(random.uniform(0, Math.max(1, size - height)));
    return [left, top, left + width, top + height];
  });
  const crowd = (place: Box) => taken.reduce((area, { box }) => area + overlap(place, box), 0);
  return places.reduce((best, place) => (crowd(place) < crowd(best) ? place : best));
}

function overlap(a: Box, b: Box): number {
  const width = Math.min(a[2], b[2]) - Math.max(a[0], b[0]);
  const height = Math.min(a[3], b[3]) - Math.max(a[1], b[1]);
  return Math.max(0, width) * Math.max(0, height);
}
