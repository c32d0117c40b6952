/** @file The door of the bench room for the command that drives it: no engine code. */
export type { EngineInfo } from '../engine';
export type { BenchApi, Sample, Task } from './api';
export type { ConvCase, Pass } from './conv-cases';
export type { MemoryUse } from './memory';
export { processEndpoint } from './process-endpoint';
export type { Implementation } from './runnable';
