/** @file Changes of the objects of an image: moved, resized, added, removed. Boxes stay within the image, with an area. */
import type { DraftObject } from '../../../experiments';

export type Box = DraftObject['box'];
/** Which sides follow the pointer, or the whole box. */
export type Handle = 'move' | 'n' | 's' | 'w' | 'e' | 'nw' | 'ne' | 'sw' | 'se';

/** As many as a link carries and matching does in a frame. */
export const mostObjects = 60;
/** Least side of a box, pixels. */
const leastSide = 1;

/** Coordinates to a hundredth of a pixel, as a link carries them: what is matched now is matched after a reload. */
export function rounded(box: Box): Box {
  return box.map((value) => Math.round(value * 100) / 100) as [number, number, number, number];
}

/** Moves a box, or the sides that a handle holds, by a shift in pixels; a side stops at the image and at its opposite. */
export function dragBox([x1, y1, x2, y2]: Box, handle: Handle, dx: number, dy: number, size: number): Box {
  const clamp = (value: number, low: number, high: number) => Math.min(Math.max(value, low), Math.max(low, high));
  if (handle === 'move') {
    const sx = clamp(dx, -x1, size - x2);
    const sy = clamp(dy, -y1, size - y2);
    return rounded([x1 + sx, y1 + sy, x2 + sx, y2 + sy]);
  }
  return rounded([
    handle.includes('w') ? clamp(x1 + dx, 0, x2 - leastSide) : x1,
    handle.includes('n') ? clamp(y1 + dy, 0, y2 - leastSide) : y1,
    handle.includes('e') ? clamp(x2 + dx, x1 + leastSide, size) : x2,
    handle.includes('s') ? clamp(y2 + dy, y1 + leastSide, size) : y2,
  ]);
}

/** The box between two corners, wherever they lie. */
export function boxBetween(ax: number, ay: number, bx: number, by: number, size: number): Box {
  const span = (a: number, b: number): [number, number] => {
    const low = Math.min(Math.max(Math.min(a, b), 0), size - leastSide);
    return [low, Math.min(Math.max(a, b, low + leastSide), size)];
  };
  const [[x1, x2], [y1, y2]] = [span(ax, bx), span(ay, by)];
  return rounded([x1, y1, x2, y2]);
}

/** What a key does to the selected box: arrows move it, with Shift they move its lower right corner. */
export function keyboardDrag(
  key: string,
  shift: boolean,
  step: number,
): { handle: Handle; dx: number; dy: number } | null {
  const moves: Record<string, [number, number]> = {
    ArrowLeft: [-step, 0],
    ArrowRight: [step, 0],
    ArrowUp: [0, -step],
    ArrowDown: [0, step],
  };
  const move = moves[key];
  return move === undefined ? null : { handle: shift ? 'se' : 'move', dx: move[0], dy: move[1] };
}

/** The objects with one box replaced; all are rounded, so that a link carries exactly these. */
export function withBox(objects: readonly DraftObject[], index: number, box: Box): DraftObject[] {
  return objects.map((object, i) => ({ classId: object.classId, box: rounded(i === index ? box : object.box) }));
}

export function withClass(objects: readonly DraftObject[], index: number, classId: number): DraftObject[] {
  return objects.map((object, i) => ({ classId: i === index ? classId : object.classId, box: rounded(object.box) }));
}

export function withObject(objects: readonly DraftObject[], added: DraftObject): DraftObject[] {
  return [...objects, added].slice(0, mostObjects).map(({ classId, box }) => ({ classId, box: rounded(box) }));
}

export function withoutObject(objects: readonly DraftObject[], index: number): DraftObject[] {
  return objects.filter((_, i) => i !== index).map(({ classId, box }) => ({ classId, box: rounded(box) }));
}

/** A box in the middle, a quarter of the image wide and high. */
export function middleBox(size: number): Box {
  return rounded([size * 0.375, size * 0.375, size * 0.625, size * 0.625]);
}
