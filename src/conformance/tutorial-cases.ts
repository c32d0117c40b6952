/** @file Checks of ssd-gold/tutorial_two_images: matches, mining, the tutorial's losses and the training loss. */
import { type Anchors, logSumExp, maskedLossSums, NumberStream, tutorialLosses } from '../ssd';
import type { ComputedRecord, Tolerances } from './comparison';
import { type ConformanceCase, floats, modelAnchors } from './fixture';
import {
  anchorsSampled,
  batchTargets,
  boxTargetRows,
  float32Matches,
  matchRows,
  minedByLoss,
  rowsUpToRule,
  type SampledTargets,
  sampleTargets,
} from './sampled-targets';
import { lossOptions } from './subject';

interface TutorialImage {
  negatives: number[];
  float64_differs?: number[][];
}

interface TutorialFixture {
  cases: {
    name: string;
    model: string;
    num_anchors: number;
    num_fg_classes: number;
    batch: number;
    gt_boxes: number[][][];
    gt_ids: number[][];
    preds: {
      lcg_seed: number;
      cls_lo: number;
      cls_hi: number;
      box_lo: number;
      box_hi: number;
      cls_first?: number[];
      cls_last?: number[];
      box_first?: number[];
      box_last?: number[];
    };
    images: TutorialImage[];
    tutorial: object;
    ssd_multibox_loss: object;
  }[];
}

/** Covers float32 scores of size 10 and their rounding when printed. */
const scoreGap = { abs: 1e-5 };
const tolerances: Tolerances = {
  neg_score_gap_at_cut: scoreGap,
  match: { abs: 1e-6 },
  box_target_positive: { abs: 2e-5 },
};
const lossTolerance = { rel: 1e-5 };
const counts: Tolerances = {
  num_positive: {},
  sample_num_positive: {},
  num_pos: {},
  rescale_conf: {},
  rescale_loc: {},
};

export function tutorialCases({ cases }: TutorialFixture): ConformanceCase[] {
  return cases.map((entry) => ({
    id: entry.name,
    check: async (comparison, subject) => {
      const anchors = modelAnchors(entry.model);
      comparison.compare('num_anchors', anchors.count, entry.num_anchors);
      const classes = entry.num_fg_classes + 1;
      const { preds, batch } = entry;
      const stream = new NumberStream(preds.lcg_seed);
      const logits = stream.take(batch * anchors.count * classes, preds.cls_lo, preds.cls_hi);
      const offsets = stream.take(batch * anchors.count * 4, preds.box_lo, preds.box_hi);
      const ends = {
        cls_first: logits.subarray(0, preds.cls_first?.length),
        cls_last: logits.subarray(logits.length - (preds.cls_last?.length ?? 0)),
        box_first: offsets.subarray(0, preds.box_first?.length),
        box_last: offsets.subarray(offsets.length - (preds.box_last?.length ?? 0)),
      };
      const { cls_first = [], cls_last = [], box_first = [], box_last = [] } = preds;
      comparison.compare('preds', ends, { cls_first, cls_last, box_first, box_last }, {}, { rel: 1e-8 });

      const perAnchor = anchors.count * classes;
      const targets: SampledTargets[] = [];
      for (let b = 0; b < batch; b++) {
        const ofImage = logits.subarray(b * perAnchor, (b + 1) * perAnchor);
        const boxes = floats(entry.gt_boxes[b]);
        const sampled = sampleTargets(anchors, boxes, Int32Array.from(entry.gt_ids[b]), ofImage, classes);
        const expected = entry.images[b];
        comparison.compare(
          `images[${b}]`,
          describe(sampled, anchors, boxes, ofImage, classes, expected),
          expected,
          tolerances,
        );
        const mined = await minedByLoss(subject, sampled, ofImage, classes);
        comparison.compare(`images[${b}].negatives mined by the loss`, mined, expected.negatives);
        targets.push(sampled);
      }

      const { classTargets, minedClassTargets, boxTargets } = batchTargets(targets);
      const input = { logits, offsets, boxTargets, batch, anchors: anchors.count, classes };
      const sums = maskedLossSums({ ...input, classTargets: minedClassTargets });
      const loss = await subject.multiboxLoss({ ...input, ...lossOptions, classTargets, normalization: 'batch' });
      const { perImage } = loss;
      comparison.compare(
        'tutorial',
        tutorialRecord(sums, anchors.count, classes),
        entry.tutorial,
        counts,
        lossTolerance,
      );
      const fromLoss = tutorialRecord(perImage, anchors.count, classes);
      comparison.compare('tutorial from the training loss', fromLoss, entry.tutorial, counts, lossTolerance);
      comparison.compare('ssd_multibox_loss', multiboxRecord(perImage), entry.ssd_multibox_loss, counts, lossTolerance);
    },
  }));
}

function describe(
  targets: SampledTargets,
  anchors: Anchors,
  boxes: Float32Array,
  logits: Float32Array,
  classes: number,
  expected: TutorialImage,
): ComputedRecord {
  const positives = anchorsSampled(targets, 1);
  const negatives = anchorsSampled(targets, -1);
  return {
    num_positive: positives.length,
    num_negative: negatives.length,
    neg_score_gap_at_cut: gapAtCut(negatives, anchorsSampled(targets, 0), logits, classes),
    float64_differs: float32Matches(targets, expected.float64_differs ?? []),
    bipartite_only: rowsUpToRule(targets, 1),
    match: matchRows(targets, anchors, boxes),
    cls_target_positive: positives.map((a) => [a, targets.minedClassTargets[a]]),
    negatives,
    box_target_positive: boxTargetRows(targets, positives),
  };
}

/** The background loss of the easiest anchor that was mined less that of the hardest that was not. */
function gapAtCut(mined: number[], ignored: number[], logits: Float32Array, classes: number): number {
  const score = (a: number) => logSumExp(logits, a * classes, classes) - logits[a * classes];
  return Math.min(...mined.map(score)) - Math.max(...ignored.map(score));
}

function tutorialRecord(sums: Float32Array, anchors: number, classes: number): ComputedRecord {
  const losses = tutorialLosses(sums, anchors, classes);
  return {
    num_positive: losses.positives,
    sample_num_positive: losses.samplePositives,
    conf_mean: losses.confidenceMean,
    loc_mean: losses.localizationMean,
    batch_conf: losses.batch.confidence,
    batch_loc: losses.batch.localization,
    sample_conf: losses.sample.confidence,
    sample_loc: losses.sample.localization,
    rescale_conf: losses.confidenceRescale,
    rescale_loc: losses.localizationRescale,
    batch_conf_rescaled: losses.batch.confidenceRescaled,
    batch_loc_rescaled: losses.batch.localizationRescaled,
    sample_conf_rescaled: losses.sample.confidenceRescaled,
    sample_loc_rescaled: losses.sample.localizationRescaled,
    batch_conf_sum: losses.batch.confidenceSum,
    sample_conf_sum: losses.sample.confidenceSum,
  };
}

function multiboxRecord(perImage: Float32Array): ComputedRecord {
  const images = Array.from({ length: perImage.length / 4 }, (_, b) => perImage.subarray(b * 4, b * 4 + 4));
  const positives = images.reduce((sum, image) => sum + image[2], 0);
  const divisor = Math.max(1, positives);
  return {
    num_pos: positives,
    cls: images.map((image) => image[0] / divisor),
    box: images.map((image) => image[1] / divisor),
    sum: images.map((image) => (image[0] + image[1]) / divisor),
  };
}
