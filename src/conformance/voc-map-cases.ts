/**
 * @file Checks of ssd-gold/voc_map: counts and both average precisions per class, and their means.
 *
 * `ap07_with_exact_tenths` shows what another recall grid would give; it is no expectation.
 */
import { VocEvaluator } from '../evaluation';
import type { ComputedRecord } from './comparison';
import { type ConformanceCase, floats } from './fixture';

interface VocImage {
  /** Rows x1, y1, x2, y2, class, difficult. */
  gt: number[][];
  /** Rows x1, y1, x2, y2, class, score. */
  det: number[][];
}

interface VocMapFixture {
  cases: {
    id: string;
    num_classes: number;
    iou_thresh: number;
    images: VocImage[];
    expected: object;
    expected_ties_reversed?: object;
  }[];
}

const tolerance = { abs: 1e-6 };

export function vocMapCases({ cases }: VocMapFixture): ConformanceCase[] {
  return cases.map((entry) => ({
    id: entry.id,
    check: (comparison) => {
      const { images, num_classes, iou_thresh } = entry;
      comparison.compare('expected', evaluate(images, num_classes, iou_thresh), entry.expected, {}, tolerance);
      if (entry.expected_ties_reversed === undefined) return;
      const reversed = images.toReversed().map(({ gt, det }) => ({ gt, det: det.toReversed() }));
      const actual = evaluate(reversed, num_classes, iou_thresh);
      comparison.compare('expected_ties_reversed', actual, entry.expected_ties_reversed, {}, tolerance);
    },
  }));
}

function evaluate(images: readonly VocImage[], classes: number, iouThreshold: number): ComputedRecord {
  const names = Array.from({ length: classes }, (_, id) => `class ${id}`);
  const evaluator = new VocEvaluator(names, { iouThreshold });
  images.forEach(({ gt, det }, i) => {
    evaluator.process({
      id: String(i),
      groundTruth: { ...columns(gt), difficult: Uint8Array.from(gt, (row) => row[5]) },
      detections: { ...columns(det), scores: Float32Array.from(det, (row) => row[5]), count: det.length },
    });
  });
  const report = evaluator.evaluate();
  return {
    per_class: report.perClass.map((c) => ({
      npos: c.groundTruths,
      ndet: c.detections,
      tp: c.truePositives,
      fp: c.falsePositives,
      ap07: c.ap07,
      ap12: c.ap12,
    })),
    map07: report.map07,
    map12: report.map12,
  };
}

function columns(rows: number[][]) {
  return {
    boxes: floats(rows.map((row) => row.slice(0, 4))),
    classIds: Int32Array.from(rows, (row) => row[4]),
  };
}
