/**
 * @file The loss on the wasm back end: the exponentials of all anchors by a SIMD kernel, the rest by src/ssd.
 */
import { hostKernel } from '../host-tensors';
import type { WasmTensors } from '../wasm-tensors';
import type { MultiboxLossAttrs } from './multibox-loss';
import { type LossTensors, lossOnHost } from './multibox-loss.host';

/** Rows that are worth a thread's waking. */
const rowsAtOnce = 256;

export const multiboxLossWasm = hostKernel<LossTensors, MultiboxLossAttrs, WasmTensors>(
  'SsdMultiboxLoss',
  (inputs, attrs, tensors) => {
    const [batch, anchors, classes] = inputs.logits.shape;
    // A vector holds 4 logits.
    const norms = classes < 4 ? null : normsOf(tensors, tensors.address(inputs.logits), batch * anchors, classes);
    return lossOnHost(inputs, attrs, tensors, norms);
  },
);

/** ln(sum exp x) of every row of f32[rows, classes]. */
function normsOf(tensors: WasmTensors, logits: number, rows: number, classes: number): Float64Array {
  const norms = new Float64Array(rows);
  tensors.withScratch([2 * rows * 4], (address) => {
    const sums = address + rows * 4;
    tensors.run('multiboxNorms', Math.ceil(rows / rowsAtOnce), logits, rows, classes, address, sums);
    const found = tensors.floatsAt(address, 2 * rows);
    for (let row = 0; row < rows; row++) norms[row] = found[row] + Math.log(found[rows + row]);
  });
  return norms;
}
