/**
 * @file What the panels ask about a model: its predictions, losses, weights and detections, on the same engine that
 * trains. Requests wait for the end of the step under way. Every value is structured-cloneable.
 */
import type { EvalReport } from '../evaluation';
import type {
  Decoder,
  DetectionSettings,
  DraftObject,
  ImageRef,
  Reinitialization,
  RunConfig,
  View,
} from '../experiments';

export interface InspectApi {
  /** Images as the network of the configuration gets them. The bitmaps, in original size, are the caller's to close. */
  inspectImages(images: readonly ImageRef[], config: RunConfig): Promise<InspectedImage[]>;
  /** Logits and offsets of each image. */
  predict(request: BatchRequest): Promise<Prediction[]>;
  /** The loss of a batch term by term, unnormalised: every normalization is a division away. */
  batchLoss(request: LossRequest): Promise<ImageLossTerms[]>;
  /** Norm of the gradient of all weights by each image's loss alone, unnormalised; a backward pass an image. */
  weightGradients(request: LossRequest): Promise<number[]>;
  /** Every parameter of the model, without its values. */
  parameters(request: ModelRequest): Promise<ParameterInfo[]>;
  /** Values of some parameters together: moments, histogram, the first 20. */
  weights(request: WeightsRequest): Promise<WeightSummary>;
  /** What the weights do to the logits of a batch. */
  logitSummary(request: BatchRequest): Promise<LogitSummary>;
  /** Detections of one image by both decoders from one forward pass; with the same weights nothing is inferred anew. */
  detections(request: DetectionRequest): Promise<DecodedImage>;
  /** mAP over val by both decoders from one forward pass an image. Progress comes as events; `cancel` stops it. */
  compareDecoders(request: ModelRequest & { detection: DetectionSettings }): Promise<DecoderComparison>;
  /** Trains the same batches from several starts, side by side. Curves come as `trial` events; `cancel` stops it. */
  trial(request: TrialRequest): Promise<TrialCurve[]>;
  /** How many objects of the train split the anchors reach. */
  anchorRecall(request: { config: RunConfig; iouThreshold: number }): Promise<AnchorRecall>;
  /** Train images by their number of objects: for each count wanted, the first image that has it and is not yet taken. */
  imagesByObjects(request: { config: RunConfig; counts: readonly number[] }): Promise<(ImageRef | null)[]>;
}

/** Which model: the one of a configuration as it begins, or that of the run. */
export interface ModelRequest {
  config: RunConfig;
  weights: View['weights'];
}

export interface BatchRequest extends ModelRequest {
  images: readonly ImageRef[];
  /** For the tutorial's images. */
  predictions: View['predictions'];
}

export interface LossRequest extends BatchRequest {
  /** One entry an image: objects that replace its own, or null. */
  objects: readonly (readonly DraftObject[] | null)[];
  iouThreshold: number;
  negativeRatio: number;
}

export interface InspectedImage {
  ref: ImageRef;
  id: string;
  bitmap: ImageBitmap;
  /** Height and width of the network input. */
  size: number;
  /** Boxes in pixels of the network input. */
  objects: (DraftObject & { difficult: boolean })[];
}

export interface Prediction {
  /** f32[A, K] */
  logits: Float32Array;
  /** f32[A, 4] */
  offsets: Float32Array;
  /** K, background included. */
  classes: number;
}

export interface ImageLossTerms {
  ref: ImageRef;
  /** A */
  anchors: number;
  /** K */
  classes: number;
  objects: number;
  positives: number;
  hardNegatives: number;
  /** Sum of cross-entropy over positives and hard negatives. */
  confidence: number;
  /** Sum of smooth L1 over positives. */
  localization: number;
  /** L2 norms of the gradients of the unnormalised loss by this image's logits and offsets. */
  gradient: { logits: number; offsets: number };
  /** The summands, by anchor: positives and hard negatives. Smooth L1 is the sum over the four offsets. */
  terms: { anchor: Int32Array; target: Int32Array; crossEntropy: Float32Array; smoothL1: Float32Array };
}

export interface ParameterInfo {
  name: string;
  /** backbone, extra or predictor */
  role: 'backbone' | 'extra' | 'predictor';
  shape: number[];
  count: number;
  /** Of a filter; null for a bias or a scale. */
  fans: { fanIn: number; fanOut: number } | null;
  /** As text, such as `xavier(uniform,avg,2)`. */
  initializer: string;
  /** Mean and standard deviation that the initialiser leads to; null for what is not random. */
  expected: { mean: number; std: number; bound: number | null } | null;
  trainable: boolean;
}

export interface WeightsRequest extends ModelRequest {
  names: readonly string[];
  /** Bins of the histogram. */
  bins: number;
  /** Limits of the histogram; null spans the values. */
  range: readonly [number, number] | null;
}

export interface WeightSummary {
  count: number;
  mean: number;
  std: number;
  min: number;
  max: number;
  /** Counts of equal bins over the range; values beyond it are left out. */
  histogram: { range: [number, number]; counts: number[] };
  /** The first 20 of the first parameter, in MXNet's order (output, input, height, width). */
  first: number[];
}

export interface LogitSummary {
  /** One a feature map. */
  layers: { name: string; anchors: number; mean: number; std: number }[];
  /** Mean entropy of the softmax, nats; at most ln K. */
  entropy: number;
  /** Sums over the batch by its positives, with hard negatives 3 to 1. Zero logits give 4 ln K. */
  confidence: number;
  localization: number;
  positives: number;
  classes: number;
}

export interface DetectionRequest extends ModelRequest {
  image: ImageRef;
  predictions: View['predictions'];
  detection: DetectionSettings;
}

export interface DecodedImage {
  /** Null where nothing was inferred: the predictions were known. */
  forwardMs: number | null;
  perClass: DecodedBoxes;
  argmax: DecodedBoxes;
}

/** The rows that entered the suppression, by descending score. */
export interface DecodedBoxes {
  /** Decode, rank and suppress, as the evaluation does it. */
  ms: number;
  /** Rows above the score threshold, and those that top k let in. */
  candidates: number;
  entered: number;
  rows: DecodedRow[];
}

export interface DecodedRow {
  classId: number;
  score: number;
  /** Corner form, pixels of the network input, not clipped. */
  box: [number, number, number, number];
  anchor: number;
  /** Rank of the row that removed it and their IoU; null for a survivor. */
  suppressed: { by: number; iou: number } | null;
  /** A survivor among the first `postNms`. */
  kept: boolean;
}

export interface DecoderComparison {
  images: number;
  forwardMs: number;
  decoders: Record<Decoder, { report: EvalReport; ms: number; detections: number }>;
}

export interface TrialRequest {
  config: RunConfig;
  /** Each start departs from the configuration's by its own list. */
  starts: readonly { label: string; reinitialize: readonly Reinitialization[] }[];
  steps: number;
}

export interface TrialCurve {
  label: string;
  /** Of each step: sum of cross-entropy and of smooth L1 by the positives. Shorter if the loss stopped being finite. */
  confidence: number[];
  localization: number[];
  /** What ended it early. */
  problem: string | null;
}

export interface AnchorRecall {
  images: number;
  objects: number;
  /** Objects that some anchor overlaps by the threshold; the others have only their bipartite anchor. */
  reached: number;
  /** Objects that no anchor overlaps at all. */
  unmatched: number;
  /** By the root of box area over the root of image area, ten equal bins over [0, 1]. */
  bySize: { objects: number; reached: number }[];
  /** Mean over the objects of the best IoU. */
  meanBestIou: number;
  /** Positive anchors by feature map, over all images. */
  positivesByMap: number[];
  byClass: { className: string; objects: number; reached: number }[];
}
