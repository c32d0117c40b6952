/**
 * @file Weights in and out of the network, by parameter name.
 */
import { dispose, read, tensor } from '../engine';
import type { Network } from './network';

/** Values by parameter name; a copy that lives on the CPU. */
export type Weights = Record<string, Float32Array>;

export async function readWeights(network: Network): Promise<Weights> {
  const entries = network.parameters.map(async ({ name, value }) => [name, await read(value)] as const);
  return Object.fromEntries(await Promise.all(entries)) as Weights;
}

/** Replaces every parameter. @throws RangeError that names a missing or misshapen parameter; then nothing has changed */
export function writeWeights(network: Network, weights: Weights): void {
  for (const { name, value } of network.parameters) {
    const found = weights[name]?.length ?? 'nothing';
    if (found !== value.size) throw new RangeError(`weights "${name}": got ${found}; expected ${value.size} values`);
  }
  for (const parameter of network.parameters) {
    dispose(parameter.value);
    parameter.value = tensor(weights[parameter.name].slice(), parameter.shape);
  }
}
