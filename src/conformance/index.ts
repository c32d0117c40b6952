/** @file Conformance: does the lab compute what the fixtures of the specification say, in pure code and in tensors? */
export { jsSubject } from './js-subject';
export type { CaseResult } from './run';
export { runFixture } from './run';
export type { Subject } from './subject';
export { tensorSubject } from './tensor-subject';
