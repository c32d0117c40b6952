/**
 * @file The door of the engine: tensors, kernels and memory over tfjs's back ends. Nothing outside this room imports
 * TensorFlow.js.
 */
export type { Tensor } from '@tensorflow/tfjs-core';
export { closeEngine, type EngineChoice, type EngineInfo, openEngine } from './backend';
export { compileAhead } from './compile-ahead';
export { onEngineFault } from './faults';
export { adamwRates, adamwUpdate } from './kernels/adamw/adamw';
export { batchNorm, batchNormGrad, batchNormInference } from './kernels/batch-norm/batch-norm';
export { biasGrad } from './kernels/bias-grad/bias-grad';
export { clipFactor } from './kernels/clip-factor/clip-factor';
export { conv2d, conv2dGradFilter, conv2dGradInput } from './kernels/conv2d/conv2d';
export { type ConvGeometry, type ConvOptions, convGeometry } from './kernels/conv2d/geometry';
export { decodePredictions } from './kernels/decode/decode';
export { depthwiseConv2d, depthwiseGradFilter, depthwiseGradInput } from './kernels/depthwise-conv2d/depthwise-conv2d';
export {
  type DetectionOptions,
  detectObjects,
  type ImageDetections,
  readDetections,
} from './kernels/detections/detections';
export { l2Norm, l2NormGrad } from './kernels/l2-norm/l2-norm';
export { maxPool, maxPoolGrad, type PoolGeometry, poolGeometry } from './kernels/max-pool/max-pool';
export { type MultiboxLossAttrs, multiboxLoss } from './kernels/multibox-loss/multibox-loss';
export { reluGrad } from './kernels/relu-grad/relu-grad';
export { peakTensorBytes, resetPeak } from './kernels/run';
export { sgdUpdate } from './kernels/sgd/sgd';
export { add, concat, mulChannels, reshape, scale, sliceAxis1 } from './kernels/stock';
export { storeRow } from './kernels/store-row/store-row';
export { checkTensorSize, EngineLimitError } from './limits';
export {
  allocatedBytes,
  dispose,
  finishQueue,
  liveTensors,
  peakAllocatedBytes,
  queuesWork,
  read,
  tensor,
  tensorBytes,
  write,
} from './memory';
export { Repeated } from './repeated';
