/** @file The door of the bench room for the command that drives it: types only, no engine code. */
export type { BenchApi, OpenedEngine, Sample, Task } from './api';
export type { ConvCase, Pass } from './conv-cases';
export type { Implementation } from './runnable';
