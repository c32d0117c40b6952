/**
 * @file Gives Node what a browser's worker has: `navigator.gpu` by Dawn, and the constants of WebGPU. To be imported before
 * anything that looks for them.
 */
import { availableParallelism } from 'node:os';
import { create, globals } from 'webgpu';

const navigator = { gpu: create([]), userAgent: 'Node', hardwareConcurrency: availableParallelism() };
Object.defineProperty(globalThis, 'navigator', { value: navigator, configurable: true });
Object.assign(globalThis, globals);
