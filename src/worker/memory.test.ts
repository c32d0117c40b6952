import { expect, test } from 'vitest';
import type { Network } from '../model';
import { requireMemory, StepLimitError, smallerSteps } from './memory';

/** Needs 1 GiB an image with its gradients. */
const network = {
  spec: { id: 'large' },
  parameters: [],
  activationShapes: (batch: number) => [{ layer: 'only', shape: [batch, 1024, 1024, 64] }],
} as unknown as Network;

function refused(batch: number, accumulate: number, networkOrLarger = network): StepLimitError {
  try {
    requireMemory(networkOrLarger, { batch, accumulate }, 'wasm', 1);
  } catch (error) {
    return error as StepLimitError;
  }
  throw new Error('it fits');
}

test('a step fits by its micro-batches, and one that does not names how many would do', () => {
  expect(() => requireMemory(network, { batch: 16, accumulate: 4 }, 'wasm', 1)).not.toThrow();
  const error = refused(16, 1);
  expect(error).toBeInstanceOf(StepLimitError);
  expect(error.message).toMatch(/^large at batch 16 needs about 16\.0 GiB/);
  expect(error.accumulate).toBe(4);
  expect(smallerSteps(error, { batch: 16, accumulate: 1 })).toBe(4);
});

test('where single images do not fit, nothing is offered', () => {
  const larger = { ...network, activationShapes: () => network.activationShapes(9) } as unknown as Network;
  const error = refused(16, 1, larger);
  expect(error.accumulate).toBeNull();
  expect(smallerSteps(error, { batch: 16, accumulate: 1 })).toBeUndefined();
});

test('a device that runs out of memory is offered twice the micro-batches, and only then', () => {
  const lost = new Error('WebGPU error: Out of memory');
  expect(smallerSteps(lost, { batch: 16, accumulate: 2 })).toBe(4);
  expect(smallerSteps(lost, { batch: 3, accumulate: 2 })).toBe(3);
  expect(smallerSteps(lost, { batch: 3, accumulate: 3 })).toBeUndefined();
  expect(smallerSteps(new Error('The WebGPU device was lost.'), { batch: 16, accumulate: 1 })).toBeUndefined();
});
