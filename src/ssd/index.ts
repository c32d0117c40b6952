/** @file The mathematics of SSD as pure functions of numbers and typed arrays: no tensors, no DOM, no imports. */
export { suggestAnchors } from './anchor-advisor';
export { bestIouByMap } from './anchor-fit';
export type { AnchorLayer, AnchorSpec, Anchors } from './anchors';
export { anchorsFromCenters, generateAnchors } from './anchors';
export type { Rectangle, Size } from './augment-boxes';
export { cropBoxes, flipBoxes, resizeBoxes, translateBoxes } from './augment-boxes';
export { centerToCorner, cornerToCenter, iou, iouMatrix } from './boxes';
export { decodeOffsets, encodeOffsets } from './codec';
export type { ColourMatrix } from './colour';
export { applyColour, brightness, composeColour, contrast, hue, sampleColourDistortion, saturation } from './colour';
export type { CropConstraint } from './crop';
export { acceptsCrop, aspectRange, cropConstraints, cropIous, cropSize, sampleCrop, sampleExpansion } from './crop';
export type { DecoderKind, DetectInput, DetectionRows, Detections } from './decode';
export { detect, detectionRows } from './decode';
export type { Extent, FaultAnchor, FaultCause, FaultEvidence, FaultReport, FaultTerm, ReplayedStep } from './fault';
export {
  blamesImage,
  calmNorm,
  causeOf,
  describeAnchor,
  describeCause,
  describeImage,
  describeObject,
  describeTerm,
  faultLines,
  largestWeights,
  short,
  weightGrowth,
} from './fault';
export type { FilterShape, InitializerSpec, Moments, WeightScheme } from './initializers';
export { expectedMoments, fans, initializeFilter, initializerSpecs, msraPrelu, priorBias } from './initializers';
export type { LossInput, MultiboxLoss, MultiboxLossInput } from './loss';
export { maskedLossSums, multiboxLoss } from './loss';
export type { LossTerms, LossTermsInput } from './loss-terms';
export { lossTerms } from './loss-terms';
export type { Matches, MatchOptions, MatchRule } from './matching';
export { Matcher, matchAnchors } from './matching';
export type { SamplerOptions } from './mining';
export { backgroundCrossEntropy, mineHardNegatives, mineMultibox } from './mining';
export type { NmsOptions, Survivors } from './nms';
export { boxNms, nmsSurvivors } from './nms';
export { Random } from './random';
export { selectLargest } from './selection';
export { logSumExp, softmax } from './softmax';
export type { AnchorSpecId, OwnAnchors } from './spec';
export { anchorSpecOf, anchorSpecs, misfits, vocClasses } from './spec';
export type { TracedDetections } from './suppression';
export { tracedDetections } from './suppression';
export type { Targets } from './targets';
export { makeTargets, sampledClassTargets } from './targets';
export type { LabelledBoxes, TutorialPredictions } from './tutorial-batch';
export { NumberStream, tutorialImages, tutorialModel, tutorialPredictions } from './tutorial-batch';
export type { NormalizedLosses, TutorialLosses } from './tutorial-loss';
export { tutorialLosses } from './tutorial-loss';
