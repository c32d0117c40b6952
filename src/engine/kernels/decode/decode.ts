import type { Tensor } from '@tensorflow/tfjs-core';
import { expectShape, runKernel } from '../run';

/**
 * Turns raw predictions into probabilities and boxes; equals `softmax` and `decodeOffsets` of src/ssd.
 *
 * @param logits        f32[B, A, K]
 * @param offsets       f32[B, A, 4], encoded with the stds (0.1, 0.1, 0.2, 0.2)
 * @param anchorCenters f32[A, 4] center form, pixels
 * @returns             probabilities f32[B, A, K] and boxes f32[B, A, 4] in corner form, pixels, not clipped; the
 *                      caller disposes both
 * @throws RangeError if a shape disagrees
 *
 * Source: spec sections 3 and 7.
 */
export function decodePredictions(
  logits: Tensor,
  offsets: Tensor,
  anchorCenters: Tensor,
): { probabilities: Tensor; boxes: Tensor } {
  expectShape('decodePredictions: logits', logits, [-1, -1, -1]);
  const [batch, anchors] = logits.shape;
  expectShape('decodePredictions: offsets', offsets, [batch, anchors, 4]);
  expectShape('decodePredictions: anchorCenters', anchorCenters, [anchors, 4]);
  const [probabilities, boxes] = runKernel('SsdDecode', { logits, offsets, anchorCenters });
  return { probabilities, boxes };
}
