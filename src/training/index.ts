export { type DetectedImage, type DetectionBatch, type DetectOptions, detectBatch, evaluate } from './detect';
export { type Checkpoint, type TrainedStep, Training, type TrainingPlan } from './loop';
export { learningRateAt } from './schedule';
export { NonFiniteLossError, type StepLosses, type TrainingBatch } from './step';
