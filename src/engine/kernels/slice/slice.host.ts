/**
 * @file Columns of a matrix, in place of tfjs's own Slice on wasm: that one first copies the whole tensor out of the heap,
 * and copies out of shared memory are slow (the gradients of the lab's heads: 4.5 ms a step, here 0.5).
 */
import { hostKernel } from '../host-tensors';

/** Attributes of tfjs's Slice, for a matrix. */
interface SliceAttrs {
  begin: [row: number, column: number];
  size: [rows: number, columns: number];
}

export const sliceHost = hostKernel<'x', SliceAttrs>('Slice', ({ x }, { begin, size }, tensors) => {
  if (x.shape.length !== 2) throw new RangeError(`Slice: x is [${x.shape.join(', ')}]; expected a matrix`);
  const part = tensors.allocate(size);
  const [from, to] = [tensors.floats(x), tensors.floats(part)];
  for (let row = 0; row < size[0]; row++) {
    const start = (begin[0] + row) * x.shape[1] + begin[1];
    to.set(from.subarray(start, start + size[1]), row * size[1]);
  }
  return [part];
});
