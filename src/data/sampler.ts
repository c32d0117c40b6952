/** @file The order in which training visits the images. */
import { Random } from '../ssd';

/**
 * The visiting order of one epoch: a shuffle that depends on nothing but the arguments.
 *
 * @returns i32[count], each index once
 */
export function trainIndices(seed: number, epoch: number, count: number): Int32Array {
  const order = Array.from({ length: count }, (_, i) => i);
  return Int32Array.from(new Random(seed, 'epoch', epoch).shuffle(order));
}
