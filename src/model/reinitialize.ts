/** @file Starts some of a network's weights anew, by another scheme. */
import { dispose, tensor } from '../engine';
import { priorBias, Random, type WeightScheme } from '../ssd';
import { initialValues } from './build';
import type { Parameter } from './layers/layer';
import type { Network } from './network';

/**
 * Replaces values. A parameter draws from the stream it had when the network was built: the scheme that it was built
 * with gives it the same values again.
 *
 * @param target `predictors`, `new-layers` (all but the backbone) or the name of one parameter; the first two mean filters,
 *   and under prior-bias the biases of the class predictors
 * @throws RangeError that names a target which has no parameter, or a parameter that the scheme does not fit
 */
export function reinitialize(network: Network, target: string, scheme: WeightScheme, seed: number): void {
  const chosen = network.parameters.filter((parameter) => isMeant(parameter, target, scheme));
  if (chosen.length === 0) throw new RangeError(unknownTarget(network, target, scheme));
  for (const parameter of chosen) {
    const values = valuesOf(parameter, scheme, network.classes + 1, seed);
    dispose(parameter.value);
    parameter.value = tensor(values, parameter.shape);
    parameter.initializer = scheme;
  }
}

function isMeant({ name, role, shape }: Parameter, target: string, { kind }: WeightScheme): boolean {
  if (target !== 'predictors' && target !== 'new-layers') return name === target;
  if (kind === 'prior-bias') return isClassBias(name);
  return shape.length === 4 && (role === 'predictor' || (target === 'new-layers' && role === 'extra'));
}

function isClassBias(name: string): boolean {
  return /^predictor\d+\.classes\.bias$/.test(name);
}

function valuesOf({ name, shape }: Parameter, scheme: WeightScheme, classes: number, seed: number): Float32Array {
  if (scheme.kind === 'prior-bias') {
    if (!isClassBias(name)) throw new RangeError(`${name}: a prior bias is for the bias of a class predictor`);
    return priorBias(scheme.probability, shape[0], classes);
  }
  const needsFans = scheme.kind === 'xavier' || scheme.kind === 'orthogonal' || scheme.kind === 'bilinear';
  if (needsFans && shape.length !== 4) {
    throw new RangeError(
      `${name} has shape [${shape.join(', ')}]; ${scheme.kind} needs a filter [height, width, inputs, outputs]`,
    );
  }
  const filter = (shape.length === 4 ? shape : [1, 1, 1, shape[0]]) as readonly [number, number, number, number];
  return initialValues(scheme, filter, new Random(seed, 'initialise', name));
}

function unknownTarget(network: Network, target: string, { kind }: WeightScheme): string {
  const named = network.parameters.slice(0, 3).map(({ name }) => name);
  return `${network.spec.id} has nothing called "${target}" to start by ${kind}; expected predictors, new-layers or a name such as ${named.join(', ')}`;
}
