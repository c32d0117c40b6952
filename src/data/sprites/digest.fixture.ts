/**
 * @file The recorded bytes of the first scenes, compared in Node and in Chromium.
 */
import type { Sample, SampleSource } from '../types';

/** SHA-256 of the first 20 training scenes of seed 1: lab, 96 pixels, mixed counts. Changes when scenes change. */
export const recordedDigest = 'adf7a80586c8224a8bbe895359ebb396c67f0f6451ba790d926398e9ab728ec9';

export async function digestOfFirst(count: number, source: SampleSource): Promise<string> {
  return digest(await Promise.all(Array.from({ length: count }, (_, i) => source.sample('train', i))));
}

/** SHA-256 of pixels and ground truth, in hexadecimal. */
export async function digest(samples: readonly Sample[]): Promise<string> {
  const parts = samples.flatMap(({ pixels, boxes, labels, difficult }) => [pixels, boxes, labels, difficult]);
  const bytes = await new Blob(parts as BlobPart[]).arrayBuffer();
  const hash = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
  return Array.from(hash, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
