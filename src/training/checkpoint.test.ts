import { expect, test } from 'vitest';
import { decodeCheckpoint, encodeCheckpoint } from './checkpoint';
import type { Checkpoint } from './loop';

const checkpoint: Checkpoint = {
  step: 812,
  learningRateOverride: null,
  weights: { 'stage1_1.filter': Float32Array.of(1, -0, Number.NaN), 'a/b': Float32Array.of(2) },
  optimizer: { 'stage1_1.filter': [Float32Array.of(3, 4, 5), Float32Array.of(6, 7, 8)], 'a/b': [] },
};

test('a checkpoint comes back bit for bit, with its note', async () => {
  const { 'a/b': _, ...optimizer } = checkpoint.optimizer;
  const decoded = await decodeCheckpoint(await encodeCheckpoint(checkpoint, 'ä'));
  expect(decoded).toEqual({ checkpoint: { ...checkpoint, optimizer }, note: 'ä' });
  expect(Object.is(decoded.checkpoint.weights['stage1_1.filter'][1], -0)).toBe(true);
});

test('one that was cut short or changed anywhere is refused', async () => {
  const bytes = await encodeCheckpoint(checkpoint, '');
  for (const end of [0, 10, bytes.length - 1]) {
    await expect(decodeCheckpoint(bytes.subarray(0, end))).rejects.toThrow('digest');
  }
  for (const place of [0, 20, bytes.length - 40, bytes.length - 1]) {
    const changed = bytes.with(place, bytes[place] ^ 1);
    await expect(decodeCheckpoint(changed)).rejects.toThrow('digest');
  }
});
