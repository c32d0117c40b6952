/** @file Checks of ssd-gold/gradients: loss and gradients from given predictions, and through 3x3 predictors. */
import { maskedLossSums, NumberStream } from '../ssd';
import type { Comparison, ComputedRecord, Tolerances } from './comparison';
import { type CaseAnchors, type ConformanceCase, caseAnchors, floats, toRows } from './fixture';
import { checkHead, type HeadCase } from './head-cases';
import { lossTotal, totalOver } from './loss-totals';
import { anchorsSampled, batchTargets, boxTargetRows, minedByLoss, sampleTargets } from './sampled-targets';
import { lossOptions, type Subject } from './subject';

interface PredictionsCase {
  id: string;
  kind: 'preds';
  anchors: CaseAnchors;
  num_fg_classes: number;
  /** Weight of the localization term. */
  alpha?: number;
  gt_boxes: number[][][];
  gt_ids: number[][];
  preds: { lcg_seed: number; cls_lo: number; cls_hi: number; box_lo: number; box_hi: number };
}

const tolerance = { rel: 1e-4, abs: 1e-6 };
const tolerances: Tolerances = { targets: {}, box_positive: { abs: 2e-5 }, num_positive: {} };

export function gradientCases({ cases }: { cases: (PredictionsCase | HeadCase)[] }): ConformanceCase[] {
  return cases.map((entry) => ({
    id: entry.id,
    check: (comparison, subject) => {
      if (entry.kind === 'preds') return checkPredictions(entry, comparison, subject);
      if (entry.kind === 'head') return checkHead(entry, comparison, subject);
      throw new Error(`kind is ${(entry as { kind: unknown }).kind}; expected preds or head`);
    },
  }));
}

async function checkPredictions(entry: PredictionsCase, comparison: Comparison, subject: Subject): Promise<void> {
  const anchors = caseAnchors(entry.anchors);
  const batch = entry.gt_boxes.length;
  const classes = entry.num_fg_classes + 1;
  const boxWeight = entry.alpha ?? 1;
  const { lcg_seed, cls_lo, cls_hi, box_lo, box_hi } = entry.preds;
  const stream = new NumberStream(lcg_seed);
  const logits = stream.take(batch * anchors.count * classes, cls_lo, cls_hi);
  const offsets = stream.take(batch * anchors.count * 4, box_lo, box_hi);
  const perImage = toRows(logits, anchors.count * classes);
  const images = perImage.map((ofImage, b) =>
    sampleTargets(anchors, floats(entry.gt_boxes[b]), Int32Array.from(entry.gt_ids[b]), ofImage, classes),
  );
  for (const [b, image] of images.entries()) {
    const mined = await minedByLoss(subject, image, perImage[b], classes);
    comparison.compare(`image ${b}, negatives mined by the loss`, mined, anchorsSampled(image, -1));
  }

  const { classTargets, minedClassTargets, boxTargets } = batchTargets(images);
  const input = { logits, offsets, boxTargets, batch, anchors: anchors.count, classes };
  const sums = toRows(maskedLossSums({ ...input, classTargets: minedClassTargets }), 4);
  const lossInput = { ...input, ...lossOptions, classTargets, boxWeight };
  const normalized = async (normalization: 'batch' | 'sample') => {
    const loss = await subject.multiboxLoss({ ...lossInput, normalization });
    return {
      loss: lossTotal(loss.perImage, normalization, boxWeight),
      grad_cls: toRows(loss.gradLogits, anchors.count * classes).map((image) => toRows(image, classes)),
      grad_box: toRows(loss.gradOffsets, anchors.count * 4).map((image) => toRows(image, 4)),
    };
  };
  const actual: ComputedRecord = {
    targets: {
      cls: images.map((image) => image.minedClassTargets),
      box_positive: images.map((image) => boxTargetRows(image, anchorsSampled(image, 1))),
    },
    num_positive: images.map((image) => image.positives),
    conf_sum: sums.map((image) => image[0]),
    loc_sum: sums.map((image) => image[1]),
    batch_wise: await normalized('batch'),
    sample_wise: await normalized('sample'),
    unscaled_means: { batch_total: totalOver(sums, 1 / anchors.count, boxWeight / (4 * anchors.count)) },
  };
  const expected = Object.fromEntries(Object.entries(entry).filter(([key]) => key in actual));
  comparison.compare(entry.id, actual, expected, tolerances, tolerance);
}
