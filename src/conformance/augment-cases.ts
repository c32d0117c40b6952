/** @file Checks of ssd-gold/augment: crops and their acceptance, flip, resize, shift, saturation and hue. */
import {
  acceptsCrop,
  applyColour,
  aspectRange,
  type ColourMatrix,
  cropBoxes,
  cropIous,
  cropSize,
  flipBoxes,
  hue,
  resizeBoxes,
  saturation,
  translateBoxes,
} from '../ssd';
import type { ComputedRecord } from './comparison';
import { type ConformanceCase, floats, toRows } from './fixture';

interface GeometryCase {
  id: string;
  /** Width, height. */
  image: [number, number];
  /** Rows x1, y1, x2, y2, class. */
  boxes: number[][];
  scale: number;
  aspect: number;
  /** x, y, width, height. */
  crop: [number, number, number, number];
  accepted: Record<string, boolean>;
  translated: { dx: number; dy: number };
}

interface ColourCase {
  saturation_alpha: number;
  hue_alpha: number;
}

interface AugmentFixture {
  cases?: GeometryCase[];
  pixels_rgb?: number[][];
  colour?: ColourCase[];
}

const tolerance = { abs: 1e-6, rel: 1e-6 };
const inputs = ['id', 'image', 'boxes', 'scale', 'aspect'];

export function augmentCases({ cases = [], pixels_rgb = [], colour = [] }: AugmentFixture): ConformanceCase[] {
  return [
    ...cases.map(
      (entry): ConformanceCase => ({
        id: entry.id,
        check: (comparison) => {
          const expected = Object.fromEntries(Object.entries(entry).filter(([key]) => !inputs.includes(key)));
          comparison.compare(entry.id, geometry(entry), expected, { crop: {}, kept: {} }, tolerance);
        },
      }),
    ),
    ...colour.map(
      (entry, i): ConformanceCase => ({
        id: `colour ${i + 1}`,
        check: (comparison) => {
          const turned = hue(entry.hue_alpha);
          const actual = {
            saturation_alpha: entry.saturation_alpha,
            hue_alpha: entry.hue_alpha,
            saturated: coloured(pixels_rgb, saturation(entry.saturation_alpha)),
            hue_matrix_row_vector: rowVectorForm(turned),
            hued: coloured(pixels_rgb, turned),
          };
          comparison.compare('colour', actual, entry, {}, tolerance);
        },
      }),
    ),
  ];
}

function geometry(entry: GeometryCase): ComputedRecord {
  const [width, height] = entry.image;
  const size = { width, height };
  const boxes = floats(entry.boxes.map((row) => row.slice(0, 4)));
  const classes = entry.boxes.map((row) => row[4]);
  const [x, y] = entry.crop;
  const crop = { x, y, ...cropSize(size, entry.scale, entry.aspect) };
  const ious = cropIous(boxes, crop);
  const cropped = cropBoxes(boxes, crop);
  const anyCenter = cropBoxes(boxes, crop, true);
  const withClasses = (changed: Float32Array, kept: Int32Array | null = null) =>
    toRows(changed, 4).map((row, i) => [...row, classes[kept?.[i] ?? i]]);
  const resized = Object.keys(entry).flatMap((key) => {
    const side = Number(/^resized_(\d+)$/.exec(key)?.[1] ?? 0);
    return side === 0 ? [] : [[key, withClasses(resizeBoxes(boxes, size, { width: side, height: side }))] as const];
  });
  const { dx, dy } = entry.translated;
  return {
    aspect_range: aspectRange(entry.scale),
    crop: [x, y, crop.width, crop.height],
    iou_with_crop: ious,
    accepted: Object.fromEntries(
      Object.keys(entry.accepted).map((min) => [
        min,
        acceptsCrop(ious, { min: Number(min), max: Number.POSITIVE_INFINITY }),
      ]),
    ),
    accepted_max1: acceptsCrop(ious, { min: Number.NEGATIVE_INFINITY, max: 1 }),
    kept: cropped.kept,
    cropped: withClasses(cropped.boxes, cropped.kept),
    cropped_allow_outside_center: withClasses(anyCenter.boxes, anyCenter.kept),
    flipped: withClasses(flipBoxes(boxes, width)),
    ...Object.fromEntries(resized),
    translated: { dx, dy, boxes: withClasses(translateBoxes(boxes, dx, dy)) },
  };
}

function coloured(pixels: number[][], matrix: ColourMatrix): Float32Array[] {
  const values = floats(pixels);
  applyColour(matrix, values);
  return toRows(values, 3);
}

/** The linear part, transposed: the fixtures multiply a row vector from the left. */
function rowVectorForm(matrix: ColourMatrix): number[][] {
  return [0, 1, 2].map((input) => [0, 1, 2].map((output) => matrix[output * 4 + input]));
}
