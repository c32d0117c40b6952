/**
 * @file A checkpoint as bytes: a safetensors file with weights and optimizer buffers, and a digest that tells a damaged
 * one from a whole one.
 */
import { decodeSafetensors, encodeSafetensors, type StoredTensor } from '../model';
import type { Checkpoint } from './loop';

const digestBytes = 32;

/** @param note text that goes with it, for whoever restores it */
export async function encodeCheckpoint(checkpoint: Checkpoint, note: string): Promise<Uint8Array<ArrayBuffer>> {
  const { step, learningRateOverride, weights, optimizer } = checkpoint;
  const tensors: Record<string, StoredTensor> = {};
  const add = (name: string, values: Float32Array) => {
    tensors[name] = { shape: [values.length], values };
  };
  for (const [name, values] of Object.entries(weights)) add(`weights/${name}`, values);
  for (const [name, slots] of Object.entries(optimizer))
    for (const [slot, values] of slots.entries()) add(`optimizer/${slot}/${name}`, values);
  const state = JSON.stringify({ step, learningRateOverride });
  const file = encodeSafetensors(tensors, { state, note });
  const bytes = new Uint8Array(file.length + digestBytes);
  bytes.set(file);
  bytes.set(await digestOf(file), file.length);
  return bytes;
}

/** @throws RangeError if the bytes are not those of a whole checkpoint */
export async function decodeCheckpoint(bytes: Uint8Array): Promise<{ checkpoint: Checkpoint; note: string }> {
  const file = bytes.slice(0, Math.max(0, bytes.length - digestBytes));
  const [found, kept] = [await digestOf(file), bytes.subarray(file.length)];
  if (kept.length !== digestBytes || kept.some((byte, i) => byte !== found[i]))
    throw new RangeError(`checkpoint: ${bytes.length} bytes do not have the digest that they were written with`);
  const { tensors, metadata } = decodeSafetensors(file);
  const weights: Checkpoint['weights'] = {};
  const optimizer: Checkpoint['optimizer'] = {};
  for (const [path, { values }] of Object.entries(tensors)) {
    const [kind, ...rest] = path.split('/');
    if (kind === 'weights') weights[rest.join('/')] = values;
    else {
      const [slot, ...name] = rest;
      optimizer[name.join('/')] ??= [];
      optimizer[name.join('/')][Number(slot)] = values;
    }
  }
  return { checkpoint: { ...JSON.parse(metadata.state), weights, optimizer }, note: metadata.note };
}

async function digestOf(bytes: Uint8Array<ArrayBuffer>): Promise<Uint8Array> {
  return new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
}
