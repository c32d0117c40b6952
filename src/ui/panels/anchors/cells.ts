/** @file Where an anchor sits: its feature map, the cell of that map, and which of the cell's shapes it has. */
import type { AnchorLayer, AnchorSpec } from '../../../ssd';

/** A cell of the grid of a feature map. */
export interface Cell {
  /** Feature map, from 0. */
  map: number;
  row: number;
  column: number;
}

/** A cell and the position of one anchor within it. */
export interface AnchorPlace extends Cell {
  shape: number;
}

type Layers = readonly AnchorLayer[];

/** @throws RangeError if there is no such anchor */
export function placeOf(layers: Layers, anchor: number): AnchorPlace {
  const map = layers.findIndex(({ offset, count }) => anchor >= offset && anchor < offset + count);
  if (map < 0) throw new RangeError(`placeOf: got anchor ${anchor}; expected one of ${countOf(layers)}`);
  const { offset, width, perCell } = layers[map];
  const cell = Math.floor((anchor - offset) / perCell);
  return { map, row: Math.floor(cell / width), column: cell % width, shape: (anchor - offset) % perCell };
}

/** The first anchor of a cell; the others of it follow. */
export function firstOfCell(layers: Layers, { map, row, column }: Cell): number {
  const { offset, width, perCell } = layers[map];
  return offset + (row * width + column) * perCell;
}

/** All anchors of a cell. */
export function anchorsOfCell(layers: Layers, cell: Cell): number[] {
  const first = firstOfCell(layers, cell);
  return Array.from({ length: layers[cell.map].perCell }, (_, shape) => first + shape);
}

/** The nearest cell that exists. */
export function clampCell(layers: Layers, { map, row, column }: Cell): Cell {
  const within = (value: number, count: number) => Math.min(Math.max(Math.round(value), 0), count - 1);
  const level = within(map, layers.length);
  const { height, width } = layers[level];
  return { map: level, row: within(row, height), column: within(column, width) };
}

/** Centre of a cell, pixels of the network input. */
export function cellCentre({ steps }: AnchorSpec, { map, row, column }: Cell): { x: number; y: number } {
  return { x: (column + 0.5) * steps[map], y: (row + 0.5) * steps[map] };
}

/** The anchor of a cell that overlaps an object most, the first on ties. @param bestIou f32[A] */
export function bestOfCell(layers: Layers, cell: Cell, bestIou: Float32Array): number {
  return anchorsOfCell(layers, cell).reduce((best, anchor) => (bestIou[anchor] > bestIou[best] ? anchor : best));
}

/** The largest IoU of any anchor of each cell with any object. @returns f32[height * width] */
export function bestIouPerCell({ offset, height, width, perCell }: AnchorLayer, bestIou: Float32Array): Float32Array {
  const best = new Float32Array(height * width);
  for (let cell = 0, a = offset; cell < best.length; cell++) {
    for (let shape = 0; shape < perCell; shape++, a++) if (bestIou[a] > best[cell]) best[cell] = bestIou[a];
  }
  return best;
}

/** "38 × 38" */
export function mapName({ height, width }: AnchorLayer): string {
  return `${height} × ${width}`;
}

function countOf(layers: Layers): number {
  return layers.reduce((sum, { count }) => sum + count, 0);
}
