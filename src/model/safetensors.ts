/**
 * @file Weights as one file in the safetensors format, which other tools read: the length of a JSON header (u64, little
 * endian), the header with type, shape and place of each tensor, and the values.
 *
 * Source: the format's description at https://github.com/huggingface/safetensors. Filters keep the lab's own order,
 * height, width, input, output.
 */
export interface StoredTensor {
  shape: readonly number[];
  values: Float32Array;
}

interface Entry {
  dtype: string;
  shape: number[];
  data_offsets: [number, number];
}

const lengthBytes = 8;

/** @param metadata text that goes with the tensors */
export function encodeSafetensors(
  tensors: Readonly<Record<string, StoredTensor>>,
  metadata: Readonly<Record<string, string>> = {},
): Uint8Array<ArrayBuffer> {
  const header: Record<string, Entry> = {};
  let end = 0;
  for (const [name, { shape, values }] of Object.entries(tensors)) {
    header[name] = { dtype: 'F32', shape: [...shape], data_offsets: [end, end + values.byteLength] };
    end += values.byteLength;
  }
  const plain = new TextEncoder().encode(JSON.stringify({ __metadata__: metadata, ...header }));
  // Values begin at a multiple of 8, as the format asks for; spaces fill the header.
  const json = new Uint8Array(Math.ceil(plain.length / 8) * 8).fill(0x20);
  json.set(plain);
  const bytes = new Uint8Array(lengthBytes + json.length + end);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(json.length), true);
  bytes.set(json, lengthBytes);
  for (const [name, { values }] of Object.entries(tensors)) {
    const begin = lengthBytes + json.length + header[name].data_offsets[0];
    bytes.set(new Uint8Array(values.buffer, values.byteOffset, values.byteLength), begin);
  }
  return bytes;
}

/** @throws RangeError that says where the file is not what the format asks for */
export function decodeSafetensors(bytes: Uint8Array): {
  tensors: Record<string, StoredTensor>;
  metadata: Record<string, string>;
} {
  const fault = (found: string) => new RangeError(`safetensors: ${found}`);
  if (bytes.length < lengthBytes) throw fault(`${bytes.length} bytes; expected at least ${lengthBytes}`);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const headerBytes = Number(view.getBigUint64(0, true));
  const begin = lengthBytes + headerBytes;
  if (begin > bytes.length) throw fault(`a header of ${headerBytes} bytes in a file of ${bytes.length}`);
  let header: unknown;
  try {
    header = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes.subarray(lengthBytes, begin)));
  } catch {
    throw fault('the header is not JSON');
  }
  if (typeof header !== 'object' || header === null) throw fault('the header is no object');
  const tensors: Record<string, StoredTensor> = {};
  let metadata: Record<string, string> = {};
  for (const [name, entry] of Object.entries(header)) {
    if (name === '__metadata__') {
      if (!isText(entry)) throw fault('__metadata__ is no map of text');
      metadata = entry;
      continue;
    }
    if (!isEntry(entry)) throw fault(`"${name}" is not described by dtype, shape and data_offsets`);
    const [from, to] = entry.data_offsets.map((offset) => offset + begin);
    const wanted = entry.shape.reduce((product, length) => product * length, 4);
    if (entry.dtype !== 'F32') throw fault(`"${name}" is ${entry.dtype}; expected F32`);
    if (to - from !== wanted) throw fault(`"${name}" has ${to - from} bytes; its shape asks for ${wanted}`);
    if (from < begin || to > bytes.length) throw fault(`"${name}" lies outside the file`);
    tensors[name] = { shape: entry.shape, values: new Float32Array(bytes.slice(from, to).buffer) };
  }
  return { tensors, metadata };
}

function isText(value: unknown): value is Record<string, string> {
  return typeof value === 'object' && value !== null && Object.values(value).every((text) => typeof text === 'string');
}

function isEntry(value: unknown): value is Entry {
  const { dtype, shape, data_offsets: offsets } = (value ?? {}) as Partial<Entry>;
  const naturals = (list: unknown) => Array.isArray(list) && list.every((n) => Number.isSafeInteger(n) && n >= 0);
  return typeof dtype === 'string' && naturals(shape) && naturals(offsets) && offsets?.length === 2;
}
