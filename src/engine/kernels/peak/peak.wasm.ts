/**
 * @file The peak loop of the wasm back end, for the benchmarks alone: they call it by its name.
 */
import { hostKernel } from '../host-tensors';
import type { WasmTensors } from '../wasm-tensors';

/** Attributes of SsdPeak: f32 multiply-adds are 48 a turn and part. */
export interface PeakAttrs {
  turns: number;
  parts: number;
}

/** @returns f32[parts, 4], numbers without a meaning */
export const peakWasm = hostKernel<never, PeakAttrs, WasmTensors>('SsdPeak', (_inputs, { turns, parts }, tensors) => {
  const out = tensors.allocate([parts, 4]);
  tensors.runParts('multiplyAdds', parts, turns, tensors.address(out));
  return [out];
});
