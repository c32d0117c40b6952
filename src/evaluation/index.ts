/** @file How good the detections of a model are: Pascal VOC's mean average precision. */
export type {
  ClassReport,
  DetectionMatch,
  EvalReport,
  EvaluatedImage,
  GroundTruth,
  ImageMatch,
} from './evaluator';
export { VocEvaluator } from './evaluator';
export type { PrecisionRecall } from './voc-ap';
export { averagePrecision07, averagePrecision12, precisionRecall } from './voc-ap';
