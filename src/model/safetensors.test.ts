import { describe, expect, test } from 'vitest';
import { decodeSafetensors, encodeSafetensors } from './safetensors';

const tensors = {
  'stage1.filter': { shape: [1, 1, 2, 2], values: Float32Array.of(1, -2, 0.5, Number.NaN) },
  'stage1.bias': { shape: [2], values: Float32Array.of(3, 4) },
  nothing: { shape: [0], values: new Float32Array() },
};

/** The header and the values of a file with this header, written by hand. */
function file(header: unknown, values: ArrayLike<number> = []): Uint8Array {
  const json = new TextEncoder().encode(typeof header === 'string' ? header : JSON.stringify(header));
  const bytes = new Uint8Array(8 + json.length + 4 * values.length);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(json.length), true);
  bytes.set(json, 8);
  bytes.set(new Uint8Array(Float32Array.from(values).buffer), 8 + json.length);
  return bytes;
}

test('tensors come back bit for bit', () => {
  expect(decodeSafetensors(encodeSafetensors(tensors))).toEqual({ tensors, metadata: {} });
  const metadata = { step: '12', note: 'ä 日本' };
  expect(decodeSafetensors(encodeSafetensors({}, metadata))).toEqual({ tensors: {}, metadata });
});

test('the values of a file begin at a multiple of 8', () => {
  const bytes = encodeSafetensors(tensors);
  expect((bytes.length - 4 * 6) % 8).toBe(0);
});

test('a file written by hand is read, its metadata left out', () => {
  const header = { __metadata__: { format: 'pt' }, w: { dtype: 'F32', shape: [2], data_offsets: [4, 12] } };
  expect(decodeSafetensors(file(header, [9, 1, 2]))).toEqual({
    tensors: { w: { shape: [2], values: Float32Array.of(1, 2) } },
    metadata: { format: 'pt' },
  });
});

describe('a file that is not one is refused in words', () => {
  const w = (entry: object) => ({ w: { dtype: 'F32', shape: [1], data_offsets: [0, 4], ...entry } });
  test.each([
    ['3 bytes', Uint8Array.of(1, 2, 3)],
    ['a header of', encodeSafetensors(tensors).subarray(0, 40)],
    ['not JSON', file('{"w"')],
    ['no object', file('3')],
    ['not described', file({ w: { shape: [1] } })],
    ['is F16', file(w({ dtype: 'F16' }), [1])],
    ['asks for 8', file(w({ shape: [2] }), [1])],
    ['outside the file', file(w({ data_offsets: [4, 8] }), [1])],
    ['not described', file(w({ data_offsets: [-4, 0] }), [1])],
    ['no map of text', file({ __metadata__: { step: 3 } })],
  ])('%s', (words, bytes) => {
    expect(() => decodeSafetensors(bytes)).toThrow(words);
  });
});
