/** @file The parameters of a model in figures. */
import { read } from '../../engine';
import { formatScheme } from '../../experiments';
import type { Network } from '../../model';
import { expectedMoments, type FilterShape, fans } from '../../ssd';
import type { ParameterInfo, WeightSummary, WeightsRequest } from '../inspection';
import { moments } from './loss';

type Parameter = Network['parameters'][number];

/** How many values the tutorial looks at. */
const shownValues = 20;

export function describeParameter({ name, role, shape, value, initializer, trainable }: Parameter): ParameterInfo {
  const filter = shape.length === 4 ? (shape as FilterShape) : null;
  return {
    name,
    role,
    shape: [...shape],
    count: value.size,
    fans: filter && fans(filter),
    initializer: formatScheme(initializer),
    expected: expectation(initializer, filter),
    trainable,
  };
}

function expectation(scheme: Parameter['initializer'], filter: FilterShape | null): ParameterInfo['expected'] {
  if (filter === null || scheme.kind === 'prior-bias' || scheme.kind === 'bilinear') return null;
  const { mean, variance, bound } = expectedMoments(scheme, filter);
  return { mean, std: Math.sqrt(variance), bound: bound ?? null };
}

/** @throws RangeError that names a parameter which the model does not have */
export async function summarizeWeights(
  network: Network,
  { names, bins, range }: WeightsRequest,
): Promise<WeightSummary> {
  const chosen = names.map((name) => {
    const found = network.parameters.find((parameter) => parameter.name === name);
    if (found === undefined) throw new RangeError(`${network.spec.id} has no parameter "${name}"`);
    return found;
  });
  const values = (await Promise.all(chosen.map(({ value }) => read(value)))) as Float32Array[];
  const extreme = (pick: (...values: number[]) => number, start: number) =>
    values.reduce((best, part) => part.reduce((a, b) => pick(a, b), best), start);
  const [min, max] = [extreme(Math.min, Number.POSITIVE_INFINITY), extreme(Math.max, Number.NEGATIVE_INFINITY)];
  return {
    count: values.reduce((sum, { length }) => sum + length, 0),
    ...moments(values),
    min,
    max,
    histogram: histogram(values, range ?? [min, max], bins),
    first: inReferenceOrder(values[0], chosen[0].shape, shownValues),
  };
}

function histogram(values: readonly Float32Array[], [low, high]: readonly [number, number], bins: number) {
  const counts = new Array<number>(bins).fill(0);
  for (const part of values) {
    for (const value of part) {
      if (value < low || value > high) continue;
      const bin = high > low ? Math.floor(((value - low) / (high - low)) * bins) : 0;
      counts[Math.min(bins - 1, bin)]++;
    }
  }
  return { range: [low, high] as [number, number], counts };
}

/** The first values of a filter as MXNet lays it out: (output, input, height, width). */
export function inReferenceOrder(values: Float32Array, shape: readonly number[], count: number): number[] {
  if (shape.length !== 4) return [...values.subarray(0, count)];
  const [height, width, inputs, outputs] = shape;
  const cell = height * width;
  return Array.from({ length: Math.min(count, values.length) }, (_, i) => {
    const output = Math.floor(i / (inputs * cell));
    const input = Math.floor(i / cell) % inputs;
    return values[((i % cell) * inputs + input) * outputs + output];
  });
}
