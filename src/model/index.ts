export type { GradientSink, Parameter, Role, Shape4 } from './layers/layer';
export { type ForwardPass, Network, type Predictions } from './network';
export { checkMemory } from './preflight';
export { modelSpecOf, modelSpecs } from './presets';
export { reinitialize } from './reinitialize';
export { decodeSafetensors, encodeSafetensors, type StoredTensor } from './safetensors';
export type { ModelSpec } from './spec';
export { readWeights, type Weights, writeWeights } from './weights';
