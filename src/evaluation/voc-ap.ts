/**
 * @file Average precision of a class as the two Pascal VOC devkits compute it.
 *
 * Sources: VOCevaldet.m of the VOC2007 devkit (11 points) and of the VOC2012 devkit (area under the envelope).
 */

/** One point for each detection, by descending score. */
export interface PrecisionRecall {
  recall: number[];
  precision: number[];
}

/**
 * Precision and recall after each detection.
 *
 * @param hits         true for a true positive, false for a false positive, by descending score
 * @param groundTruths countable objects of the class, at least 1
 */
export function precisionRecall(hits: readonly boolean[], groundTruths: number): PrecisionRecall {
  let found = 0;
  const recall: number[] = [];
  const precision: number[] = [];
  hits.forEach((hit, i) => {
    if (hit) found++;
    recall.push(found / groundTruths);
    precision.push(found / (i + 1));
  });
  return { recall, precision };
}

/**
 * VOC07: the mean over 11 recall levels of the best precision from that recall on.
 *
 * The levels are i * 0.1 in float64, as in the devkit. Three of them lie just above 0.3, 0.6 and 0.7, so that a recall of
 * exactly 3/10 does not reach the fourth.
 */
export function averagePrecision07({ recall, precision }: PrecisionRecall): number {
  let sum = 0;
  for (let i = 0; i <= 10; i++) {
    let best = 0;
    for (let k = 0; k < recall.length; k++) if (recall[k] >= i * 0.1 && precision[k] > best) best = precision[k];
    sum += best / 11;
  }
  return sum;
}

/** VOC12: the area under the precision made monotonically decreasing. */
export function averagePrecision12({ recall, precision }: PrecisionRecall): number {
  let area = 0;
  let envelope = 0;
  for (let k = recall.length - 1; k >= 0; k--) {
    envelope = Math.max(envelope, precision[k]);
    area += (recall[k] - (k > 0 ? recall[k - 1] : 0)) * envelope;
  }
  return area;
}
