/** @file How well the anchors of a model fit a data set, and which of the same maps would fit it better. */
import { type AnchorSpec, bestIouByMap, generateAnchors, Random, suggestAnchors } from '../ssd';
import type { Annotations } from './annotations';
import type { AnchorAdvice, AnchorFit } from './doctor';

export function adviseAnchors(
  spec: AnchorSpec,
  iouThreshold: number,
  images: readonly Annotations[],
  classes: readonly string[],
): AnchorAdvice {
  const boxes = Float32Array.from(images.flatMap((image) => inNetwork(image, spec.inputSize)));
  const labels = images.flatMap((image) => [...image.labels]);
  const suggested = suggestAnchors(spec, boxes, { iouThreshold, random: new Random('anchor advice') });
  const measure = (anchors: AnchorSpec) => measureFit(anchors, boxes, labels, iouThreshold, classes);
  return { images: images.length, objects: labels.length, present: measure(spec), suggested: measure(suggested) };
}

/** The boxes of an image as the network gets it: stretched to its square. */
function inNetwork({ width, height, boxes }: Annotations, size: number): number[] {
  return Array.from(boxes, (value, i) => (value * size) / (i % 2 === 0 ? width : height));
}

function measureFit(
  anchors: AnchorSpec,
  boxes: Float32Array,
  labels: readonly number[],
  iouThreshold: number,
  classes: readonly string[],
): AnchorFit {
  const maps = anchors.maps.length;
  const ious = bestIouByMap(generateAnchors(anchors), boxes);
  // The matching compares in float32.
  const threshold = Math.fround(iouThreshold);
  const fit: AnchorFit = {
    anchors,
    reached: 0,
    meanBestIou: 0,
    byMap: new Array<number>(maps).fill(0),
    byClass: classes.map((className) => ({ className, objects: 0, reached: 0 })),
  };
  for (const [g, label] of labels.entries()) {
    const row = ious.subarray(g * maps, (g + 1) * maps);
    const best = Math.max(...row);
    fit.meanBestIou += best / labels.length;
    fit.byClass[label].objects++;
    if (best >= threshold) {
      fit.reached++;
      fit.byClass[label].reached++;
    }
    for (const [map, iou] of row.entries()) if (iou >= threshold) fit.byMap[map]++;
  }
  return fit;
}
