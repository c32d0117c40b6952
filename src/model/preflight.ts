/**
 * @file Whether a training step fits the device, known before anything is built: a tensor beyond a GPU's binding limit
 * computes zeros without an error, and a WASM heap cannot grow beyond its address space.
 */
import { checkTensorSize, EngineLimitError } from '../engine';
import type { Network } from './network';

/** The address space of the WASM back end's heap. */
const wasmHeapBytes = 4 * 2 ** 30;

/**
 * Checks every activation of a training step, and on WASM their sum.
 *
 * @param networks of this kind that are trained in turns
 * @throws EngineLimitError that names the layer or the sum, its size and the limit
 */
export function checkMemory(network: Network, batch: number, backend: 'webgpu' | 'wasm' | 'cpu', networks = 1): void {
  const activations = network.activationShapes(batch).map(({ layer, shape }) => {
    const bytes = shape.reduce((product, length) => product * length, 4);
    checkTensorSize(`output of ${layer} [${shape.join(', ')}]`, bytes);
    return bytes;
  });
  if (backend !== 'wasm') return;
  // Weights and two optimizer buffers of each, a gradient in passing; the gradient and the patches of the largest layer.
  const parameters = (3 * networks + 1) * network.parameters.reduce((sum, { value }) => sum + value.size * 4, 0);
  const bytes = activations.reduce((sum, size) => sum + size, 0) + 3 * Math.max(...activations) + parameters;
  if (bytes <= wasmHeapBytes) return;
  throw new EngineLimitError(
    `${network.spec.id} at batch ${batch} needs about ${gibibytes(bytes)}; ` +
      `WASM can address ${gibibytes(wasmHeapBytes)}. Use a smaller batch.`,
  );
}

function gibibytes(bytes: number): string {
  return `${(bytes / 2 ** 30).toFixed(1)} GiB`;
}
