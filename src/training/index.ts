export { decodeCheckpoint, encodeCheckpoint } from './checkpoint';
export { compileRun, type RunShapes } from './compile';
export {
  type DetectionBatch,
  type DetectOptions,
  type Detector,
  detectBatch,
  evaluate,
  inOriginalPixels,
} from './detect';
export { type Fault, findFault } from './find-fault';
export { type Checkpoint, type TrainedStep, Training, type TrainingPlan } from './loop';
export { NonFiniteLossError, type StepLosses } from './losses';
export { learningRateAt } from './schedule';
export type { TrainingBatch } from './step';
