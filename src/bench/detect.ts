/**
 * @file Detection in one image from raw predictions: the lab's decoders against a loop of stock NMS calls.
 */
import { detectObjects, dispose, readDetections, type Tensor, tensor } from '../engine';
import { anchorSpecs, generateAnchors, Random, vocClasses } from '../ssd';
import type { Runnable } from './runnable';
import { stockDetections } from './stock/detect';

export const detectMethods = ['per-class', 'argmax', 'stock'] as const;
export const logitKinds = ['diffuse', 'peaked'] as const;

export interface DetectTask {
  kind: 'detect';
  /** `stock`: per class, by a loop of `tf.image.nonMaxSuppression`. */
  method: (typeof detectMethods)[number];
  /** `diffuse`: every class of every anchor is a candidate, as before training; `peaked`: few are, as after it. */
  logits: (typeof logitKinds)[number];
}

/** SSD300's 8732 anchors and VOC's 21 columns, batch 1; each run ends with the detections on the CPU. */
export function detectRunnable({ method, logits: kind }: DetectTask): Runnable {
  const anchors = generateAnchors(anchorSpecs.ssd_300_vgg16_atrous);
  const columns = vocClasses.length + 1;
  const random = new Random('bench', 'detect', kind);
  const logits = tensor(makeLogits(kind, anchors.count, columns, random), [1, anchors.count, columns]);
  const offsets = tensor(
    Float32Array.from({ length: anchors.count * 4 }, () => random.normal()),
    [1, anchors.count, 4],
  );
  const anchorCenters = tensor(anchors.centers, [anchors.count, 4]);
  const inputs: [Tensor, Tensor, Tensor] = [logits, offsets, anchorCenters];
  return {
    async once() {
      if (method === 'stock') return stockDetections(...inputs);
      const found = detectObjects(...inputs, { decoder: method });
      await readDetections(found);
      dispose(found);
    },
    dispose: () => dispose(...inputs),
  };
}

/** f32[anchors * columns] */
function makeLogits(kind: DetectTask['logits'], anchors: number, columns: number, random: Random): Float32Array {
  const logits = Float32Array.from({ length: anchors * columns }, () => random.uniform(-1, 1));
  if (kind === 'diffuse') return logits;
  for (let anchor = 0; anchor < anchors; anchor++) {
    const likely = random.chance(0.02) ? 1 + random.integer(columns - 1) : 0;
    logits[anchor * columns + likely] += 8;
  }
  return logits;
}
