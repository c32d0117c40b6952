/** @file What there is to draw over the image: which anchors, where their marks stand, and which of them stand out. */
import type { DraftObject } from '../../../experiments';
import type { AnchorSpec, Anchors, Targets } from '../../../ssd';
import { anchorsOfCell, type Cell, placeOf } from './cells';
import type { Point } from './hit';
import { rememberLast } from './remember';

export interface Scene {
  spec: AnchorSpec;
  anchors: Anchors;
  targets: Targets;
  /** u8[A], 1 for a hard negative; null while nothing is mined. */
  hard: Uint8Array | null;
  objects: readonly DraftObject[];
  /** Printed on each box. */
  labels: readonly { text: string; colour: string }[];
  iouThreshold: number;
  grids: readonly number[];
  heat: number | null;
  positives: boolean;
  hardNegatives: boolean;
  /** The object whose anchors stand out, and the one with handles. */
  focusedObject: number | null;
  selectedObject: number | null;
  focusedAnchor: number | null;
  selectedAnchor: number | null;
}

/** The cell of the selected anchor, all of whose anchors are shown. */
export function shownCell({ anchors, selectedAnchor }: Pick<Scene, 'anchors' | 'selectedAnchor'>): Cell | null {
  return selectedAnchor === null ? null : placeOf(anchors.layers, selectedAnchor);
}

/** Anchors that have a mark, in their order: positives, hard negatives, and those of the shown cell. */
export function markedAnchors(scene: Scene): number[] {
  const { anchors, targets, hard, positives, hardNegatives } = scene;
  const cell = shownCell(scene);
  const inCell = new Set(cell === null ? [] : anchorsOfCell(anchors.layers, cell));
  const found: number[] = [];
  for (let a = 0; a < anchors.count; a++) {
    const matched = targets.rule[a] > 0;
    const marked = matched ? positives : hardNegatives && hard !== null && hard[a] === 1;
    if (marked || inCell.has(a)) found.push(a);
  }
  return found;
}

/** CSS pixels between the marks of one cell. */
const pitch = 7;

/** How far the mark of each anchor stands from its centre: beside the marks of the same cell. f32[A, 2], CSS pixels. */
const markShifts = rememberLast(({ layers, count }: Anchors): Float32Array => {
  const shifts = new Float32Array(count * 2);
  for (const { offset, count, perCell } of layers) {
    const columns = Math.ceil(perCell / 2);
    for (let i = 0; i < count; i++) {
      const shape = i % perCell;
      shifts[(offset + i) * 2] = pitch * ((shape % columns) - (columns - 1) / 2);
      shifts[(offset + i) * 2 + 1] = pitch * (Math.floor(shape / columns) - 0.5);
    }
  }
  return shifts;
});

/**
 * Where the mark of an anchor stands.
 *
 * @param pixel size of a CSS pixel in pixels of the network input
 */
export function markOf(anchors: Anchors, anchor: number, pixel: number): Point {
  const shifts = markShifts(anchors);
  const { centers } = anchors;
  return {
    x: centers[anchor * 4] + shifts[anchor * 2] * pixel,
    y: centers[anchor * 4 + 1] + shifts[anchor * 2 + 1] * pixel,
  };
}
