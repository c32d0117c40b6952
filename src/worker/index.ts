/** @file The door of the worker room for the page: the client and the types of the protocol, no engine code. */

export type { Bin } from './bins';
export * from './client';
export type { ConformanceApi } from './conformance.worker';
export type { DataWorkerApi } from './data.worker';
export type * from './doctor';
export type * from './inspection';
export type * from './protocol';
