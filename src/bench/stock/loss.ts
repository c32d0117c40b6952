/**
 * @file SSD's loss in TensorFlow.js's operations; differentiable, and without a readback.
 */
import * as tf from '@tensorflow/tfjs-core';

/** Hard negatives for each positive. */
const negativeRatio = 3;

/**
 * Cross-entropy over positives and the hardest negatives plus smooth L1 over positives, divided by the positives of the
 * batch: what the lab's `multiboxLoss` differentiates under the normalization `batch`.
 *
 * @param logits       f32[B, A, K], background in column 0
 * @param offsets      f32[B, A, 4]
 * @param classTargets i32[B, A] class id + 1, or 0
 * @param boxTargets   f32[B, A, 4]
 */
export function stockLoss(
  logits: tf.Tensor3D,
  offsets: tf.Tensor3D,
  classTargets: tf.Tensor2D,
  boxTargets: tf.Tensor3D,
): tf.Scalar {
  const positive: tf.Tensor2D = tf.cast(tf.greater(classTargets, 0), 'float32');
  const labels = tf.oneHot(classTargets, logits.shape[2]);
  const crossEntropy: tf.Tensor2D = tf.neg(tf.sum(tf.mul(labels, tf.logSoftmax(logits)), 2));
  const chosen = tf.add(positive, withoutGradient((hardness) => hardNegatives(hardness, positive))(crossEntropy));
  const confidence = tf.sum(tf.mul(crossEntropy, chosen));

  // Smooth L1 without a branch, as in tf.losses.huberLoss: a comparison has no gradient.
  const distance = tf.abs(tf.sub(offsets, boxTargets));
  const near = tf.minimum(distance, 1);
  const smoothL1 = tf.sum(tf.sub(tf.mul(near, distance), tf.mul(0.5, tf.square(near))), 2);
  const localization = tf.sum(tf.mul(smoothL1, positive));

  return tf.div(tf.add(confidence, localization), tf.maximum(tf.sum(positive), 1));
}

/** A comparison has no gradient, and the tape asks for one all the same. */
function withoutGradient(select: (x: tf.Tensor2D) => tf.Tensor2D): (x: tf.Tensor2D) => tf.Tensor2D {
  const op = tf.customGrad((x) => ({ value: select(x as tf.Tensor2D), gradFunc: (dy) => tf.zerosLike(dy) }));
  return (x) => op(x) as tf.Tensor2D;
}

/** 1 for the negatives whose cross-entropy reaches the n-th largest of their image, n = 3 times its positives. */
function hardNegatives(crossEntropy: tf.Tensor2D, positive: tf.Tensor2D): tf.Tensor2D {
  const hardness = tf.sub(tf.mul(crossEntropy, tf.sub(1, positive)), positive);
  const [, anchors] = crossEntropy.shape;
  const sorted = tf.topk(hardness, anchors).values;
  const positives = tf.sum(positive, 1);
  const wanted = tf.minimum(tf.mul(positives, negativeRatio), tf.sub(anchors, positives));
  const last = tf.oneHot(tf.cast(tf.maximum(tf.sub(wanted, 1), 0), 'int32'), anchors);
  const threshold = tf.sum(tf.mul(sorted, last), 1, true);
  const any = tf.cast(tf.greater(wanted, 0), 'float32');
  return tf.mul(tf.cast(tf.greaterEqual(hardness, threshold), 'float32'), tf.expandDims(any, 1));
}
