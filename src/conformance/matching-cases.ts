/** @file Checks of ssd-gold/matching: the rules one by one, sampling, class and box targets. */
import { NumberStream } from '../ssd';
import type { Tolerances } from './comparison';
import { type CaseAnchors, type ConformanceCase, caseAnchors, floats, refuseUnknown } from './fixture';
import {
  anchorsSampled,
  boxTargetRows,
  float32Matches,
  matchRows,
  minedByLoss,
  rowsUpToRule,
  sampleTargets,
} from './sampled-targets';

interface MatchingFixture {
  cases: {
    id: string;
    params: { iou_thresh: number; neg_thresh: number; ratio: number; min_samples: number; share_max: boolean };
    num_fg_classes: number;
    anchors: CaseAnchors;
    gt_boxes: number[][];
    gt_ids: number[];
    logits: { lcg_seed: number; lo: number; hi: number; shape: number[] };
    float64_differs?: number[][];
    expected: { negatives?: number[] };
    /** Without padding rows and rows that nothing overlaps: what a product should do. */
    expected_sane?: { negatives?: number[] };
  }[];
}

const tolerances: Tolerances = { match: { abs: 1e-6 }, box_target_positive: { abs: 2e-5 } };
const parameters = ['iou_thresh', 'neg_thresh', 'ratio', 'min_samples', 'share_max'];

export function matchingCases({ cases }: MatchingFixture): ConformanceCase[] {
  return cases.map((entry) => ({
    id: entry.id,
    check: async (comparison, subject) => {
      refuseUnknown(entry.params, parameters);
      const { iou_thresh, neg_thresh, ratio, min_samples, share_max } = entry.params;
      const anchors = caseAnchors(entry.anchors);
      const boxes = floats(entry.gt_boxes);
      const classes = entry.num_fg_classes + 1;
      comparison.compare('logits.shape', [anchors.count, classes], entry.logits.shape);
      const { lcg_seed, lo, hi } = entry.logits;
      const logits = new NumberStream(lcg_seed).take(anchors.count * classes, lo, hi);
      const targets = sampleTargets(anchors, boxes, Int32Array.from(entry.gt_ids), logits, classes, {
        iouThreshold: iou_thresh,
        shareMax: share_max,
        ratio,
        minSamples: min_samples,
        negativeThreshold: neg_thresh,
      });
      const positives = anchorsSampled(targets, 1);
      const negatives = anchorsSampled(targets, -1);
      const expected = entry.expected_sane ?? entry.expected;
      const actual = {
        num_anchors: anchors.count,
        bipartite_raw: rowsUpToRule(targets, 1),
        bipartite_matcher: rowsUpToRule(targets, 2),
        match: matchRows(targets, anchors, boxes),
        num_positive_matches: targets.positives,
        num_negative_wanted: negatives.length,
        positives,
        negatives,
        cls_target_positive: positives.map((a) => [a, targets.minedClassTargets[a]]),
        cls_target_counts: {
          positive: targets.minedClassTargets.filter((target) => target > 0).length,
          background: targets.minedClassTargets.filter((target) => target === 0).length,
          ignored: targets.minedClassTargets.filter((target) => target < 0).length,
        },
        box_target_positive: boxTargetRows(targets, positives),
      };
      comparison.compare('expected', actual, expected, tolerances);
      const differing = entry.float64_differs ?? [];
      comparison.compare('float64_differs', float32Matches(targets, differing), differing);
      // The loss knows no IoU limit for negatives; it mines the same set as long as the limit excludes nobody.
      if (ratio > 0 && neg_thresh >= iou_thresh) {
        const options = { negativeRatio: ratio, minHardNegatives: min_samples };
        const mined = await minedByLoss(subject, targets, logits, classes, options);
        comparison.compare('negatives mined by the loss', mined, expected.negatives ?? negatives);
      }
    },
  }));
}
