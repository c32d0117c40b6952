/** @file What a conformance run puts to the test: the operations that have an implementation on every back end. */
import type { DetectInput, DetectionRows, MultiboxLoss, MultiboxLossInput } from '../ssd';

/** Everything else of the specification (anchors, matching, AP, ...) has one implementation, which is checked too. */
export interface Subject {
  /** As multiboxLoss of ssd, all options given. */
  multiboxLoss(input: Required<Omit<MultiboxLossInput, 'norms' | 'into'>>): Promise<MultiboxLoss>;
  /** Softmax and decoded boxes of one image. */
  decode(predictions: Predictions): Promise<{ probabilities: Float32Array; boxes: Float32Array }>;
  /** The rows of detections of one image, as detectionRows of ssd. */
  detect(predictions: Predictions, options: DetectOptions): Promise<DetectionRows>;
  /** The 3x3 pad-1 convolution of a predictor. @returns f32[B, H, W, O] */
  predict(predictor: Predictor): Promise<Float32Array>;
  /** The gradients of {@link predict}, given that of its output. */
  predictGradients(predictor: Predictor, gradient: Float32Array): Promise<PredictorGradients>;
  /** One step of SGD with momentum in place: m = momentum * m - rate * (g + decay * w), then w = w + m. */
  sgdUpdate(weight: Float32Array, momentum: Float32Array, gradient: Float32Array, options: SgdOptions): Promise<void>;
}

/** The options of SSD's training loss, but for the normalization. */
export const lossOptions = { negativeRatio: 3, minHardNegatives: 0, boxWeight: 1, gradientScale: 1 } as const;

export interface Predictions {
  /** f32[A, K] */
  logits: Float32Array;
  /** f32[A, 4] */
  offsets: Float32Array;
  /** f32[A, 4] center form */
  anchorCenters: Float32Array;
  classes: number;
}

export type DetectOptions = Required<Omit<DetectInput, 'probabilities' | 'boxes' | 'anchors' | 'classes'>>;

export interface Predictor {
  /** f32[B, H, W, I] */
  features: Float32Array;
  shape: readonly [number, number, number, number];
  /** f32[3, 3, I, O] */
  filter: Float32Array;
  /** f32[O] */
  bias: Float32Array;
}

export interface PredictorGradients {
  features: Float32Array;
  filter: Float32Array;
  bias: Float32Array;
}

export interface SgdOptions {
  learningRate: number;
  momentum: number;
  weightDecay: number;
}
