/**
 * @file Detection as a user of TensorFlow.js writes it: softmax and boxes by operations, then one NMS call a class.
 */
import * as tf from '@tensorflow/tfjs-core';

const scoreThreshold = 0.01;
const nmsThreshold = 0.45;
const maxDetections = 100;

/** Reads back what is left of every class. Inputs: f32[1, A, K], f32[1, A, 4], f32[A, 4]; they stay the caller's. */
export async function stockDetections(logits: tf.Tensor, offsets: tf.Tensor, anchorCenters: tf.Tensor): Promise<void> {
  const classes = logits.shape[2] as number;
  const [boxes, ...scores] = tf.tidy(() => {
    const probabilities = tf.softmax(tf.squeeze(logits, [0]));
    const columns = tf.unstack(probabilities, 1) as tf.Tensor1D[];
    return [decodeBoxes(tf.squeeze(offsets, [0]), anchorCenters), ...columns.slice(1)];
  }) as [tf.Tensor2D, ...tf.Tensor1D[]];
  for (let id = 0; id < classes - 1; id++) {
    const kept = await suppress(boxes, scores[id]);
    await Promise.all([tf.gather(boxes, kept), tf.gather(scores[id], kept)].map(readOnce));
    kept.dispose();
  }
  tf.dispose([boxes, ...scores]);
}

/** The synchronous call would stop the worker for a readback on a GPU; on WASM it is the faster one. */
async function suppress(boxes: tf.Tensor2D, scores: tf.Tensor1D): Promise<tf.Tensor1D> {
  return tf.getBackend() === 'webgpu'
    ? tf.image.nonMaxSuppressionAsync(boxes, scores, maxDetections, nmsThreshold, scoreThreshold)
    : tf.image.nonMaxSuppression(boxes, scores, maxDetections, nmsThreshold, scoreThreshold);
}

async function readOnce(t: tf.Tensor): Promise<void> {
  await t.data();
  t.dispose();
}

/** (y0, x0, y1, x1) of f32[A, 4] offsets and anchors in center form. */
function decodeBoxes(offsets: tf.Tensor, anchors: tf.Tensor): tf.Tensor2D {
  const [tx, ty, tw, th] = tf.unstack(offsets, 1);
  const [cx, cy, w, h] = tf.unstack(anchors, 1);
  const [x, y] = [tf.add(tf.mul(tf.mul(tx, 0.1), w), cx), tf.add(tf.mul(tf.mul(ty, 0.1), h), cy)];
  const [halfWidth, halfHeight] = [
    tf.mul(tf.exp(tf.mul(tw, 0.2)), tf.div(w, 2)),
    tf.mul(tf.exp(tf.mul(th, 0.2)), tf.div(h, 2)),
  ];
  return tf.stack(
    [tf.sub(y, halfHeight), tf.sub(x, halfWidth), tf.add(y, halfHeight), tf.add(x, halfWidth)],
    1,
  ) as tf.Tensor2D;
}
