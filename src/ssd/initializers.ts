/**
 * @file How the weights of a convolution start: schemes as data, samples, and what their mean and variance should be.
 *
 * Sources: Glorot and Bengio 2010 (Xavier), He et al. 2015, arXiv:1502.01852 (MSRA), Saxe et al. 2014,
 * arXiv:1312.6120 (orthogonal); names, factors and defaults as in Apache MXNet.
 */
import type { Random } from './random';

export type InitializerSpec =
  | {
      kind: 'xavier';
      distribution: 'uniform' | 'gaussian';
      /** The fan that the variance is divided by: the mean of both, inputs, or outputs. */
      factor: 'avg' | 'in' | 'out';
      magnitude: number;
    }
  | { kind: 'uniform'; scale: number }
  | { kind: 'normal'; std: number }
  /** Orthogonal rows (or columns, whichever are fewer) of the O x (I * height * width) matrix, of norm `scale`. */
  | { kind: 'orthogonal'; scale: number }
  /** The kernel that interpolates linearly, for a transposed convolution. */
  | { kind: 'bilinear' }
  | { kind: 'constant'; value: number };

/** A filter's initialiser, or the biases under which a share of the anchors looks like objects before any training. */
export type WeightScheme = InitializerSpec | { kind: 'prior-bias'; probability: number };

/** [height, width, input channels, output channels] */
export type FilterShape = readonly [number, number, number, number];

/** Mean and variance of the weights under a scheme; `bound` of a uniform distribution, `std` of a gaussian one. */
export interface Moments {
  mean: number;
  variance: number;
  bound?: number;
  std?: number;
}

/** He's initialiser for a leaky ReLU of this slope. MXNet's default is (avg, 0.25). */
export function msraPrelu(factor: 'avg' | 'in' | 'out', slope: number): InitializerSpec {
  return { kind: 'xavier', distribution: 'gaussian', factor, magnitude: 2 / (1 + slope * slope) };
}

const xavier = (distribution: 'uniform' | 'gaussian', factor: 'avg' | 'in' | 'out', magnitude: number) =>
  ({ kind: 'xavier', distribution, factor, magnitude }) satisfies InitializerSpec;

/** The schemes that a run can choose by name. GluonCV's predictors start with xavier-uniform-avg-2. */
export const initializerSpecs = {
  'xavier-uniform-avg-2': xavier('uniform', 'avg', 2),
  'xavier-uniform-avg-3': xavier('uniform', 'avg', 3),
  'xavier-gaussian-out-2': xavier('gaussian', 'out', 2),
  'xavier-gaussian-in-2': xavier('gaussian', 'in', 2),
  'uniform-0.07': { kind: 'uniform', scale: 0.07 },
  'normal-0.01': { kind: 'normal', std: 0.01 },
  'msra-prelu': msraPrelu('avg', 0.25),
  // biome-ignore lint/suspicious/noApproximativeNumericConstant: MXNet's default scale is 1.414, not the root of 2
  orthogonal: { kind: 'orthogonal', scale: 1.414 },
  zero: { kind: 'constant', value: 0 },
} satisfies Record<string, InitializerSpec>;

/**
 * Draws the weights of a filter.
 *
 * @param shape [height, width, input channels, output channels]
 * @returns     f32 of that shape
 */
export function initializeFilter(spec: InitializerSpec, shape: FilterShape, random: Random): Float32Array {
  const size = shape[0] * shape[1] * shape[2] * shape[3];
  const fill = (draw: () => number) => new Float32Array(size).map(draw);
  switch (spec.kind) {
    case 'xavier': {
      const scale = xavierScale(spec, shape);
      return spec.distribution === 'uniform'
        ? fill(() => random.uniform(-scale, scale))
        : fill(() => random.normal(0, scale));
    }
    case 'uniform':
      return fill(() => random.uniform(-spec.scale, spec.scale));
    case 'normal':
      return fill(() => random.normal(0, spec.std));
    case 'constant':
      return fill(() => spec.value);
    case 'orthogonal':
      return orthogonal(shape, spec.scale, random);
    case 'bilinear':
      return bilinear(shape);
  }
}

/**
 * Biases of a class predictor that give every anchor this probability of an object, all classes alike: with zero logits
 * otherwise, softmax leaves 1 - probability to the background.
 *
 * @param size    biases in all: anchors of a cell times classes
 * @param classes C + 1, background first
 *
 * Source: the prior of Lin et al. 2017, arXiv:1708.02002, sec. 3.3, for a softmax.
 */
export function priorBias(probability: number, size: number, classes: number): Float32Array {
  const background = Math.log(((classes - 1) * (1 - probability)) / probability);
  return new Float32Array(size).map((_, i) => (i % classes === 0 ? background : 0));
}

/** What the weights of {@link initializeFilter} follow. @throws RangeError for a bilinear kernel, which is not random */
export function expectedMoments(spec: InitializerSpec, shape: FilterShape): Moments {
  switch (spec.kind) {
    case 'xavier': {
      const scale = xavierScale(spec, shape);
      return spec.distribution === 'uniform' ? uniformMoments(scale) : { mean: 0, variance: scale ** 2, std: scale };
    }
    case 'uniform':
      return uniformMoments(spec.scale);
    case 'normal':
      return { mean: 0, variance: spec.std ** 2, std: spec.std };
    case 'constant':
      return { mean: spec.value, variance: 0 };
    case 'orthogonal':
      return { mean: 0, variance: spec.scale ** 2 / Math.max(shape[3], shape[0] * shape[1] * shape[2]) };
    case 'bilinear':
      throw new RangeError('expectedMoments: a bilinear kernel is not random; expected a random scheme');
  }
}

/** Weights that reach one output, and outputs' weights that one input reaches. */
export function fans([height, width, inputs, outputs]: FilterShape): { fanIn: number; fanOut: number } {
  return { fanIn: inputs * height * width, fanOut: outputs * height * width };
}

function xavierScale(spec: Extract<InitializerSpec, { kind: 'xavier' }>, shape: FilterShape): number {
  const { fanIn, fanOut } = fans(shape);
  const factor = { avg: (fanIn + fanOut) / 2, in: fanIn, out: fanOut }[spec.factor];
  return Math.sqrt(spec.magnitude / factor);
}

function uniformMoments(bound: number): Moments {
  return { mean: 0, variance: bound ** 2 / 3, bound };
}

/** Gram-Schmidt on gaussian vectors, each projected twice: once is not enough in floating point. */
function orthogonal(shape: FilterShape, scale: number, random: Random): Float32Array {
  const outputs = shape[3];
  const inputs = shape[0] * shape[1] * shape[2];
  const count = Math.min(outputs, inputs);
  const length = Math.max(outputs, inputs);
  const basis: Float64Array[] = [];
  while (basis.length < count) {
    const vector = new Float64Array(length).map(() => random.normal());
    for (let pass = 0; pass < 2; pass++) for (const other of basis) subtractProjection(vector, other);
    const norm = Math.sqrt(dot(vector, vector));
    basis.push(vector.map((value) => value / norm));
  }
  // The flat filter is [inputs, outputs]; the basis runs along whichever is longer.
  const weights = new Float32Array(inputs * outputs);
  for (let i = 0; i < inputs; i++) {
    for (let o = 0; o < outputs; o++)
      weights[i * outputs + o] = scale * (outputs <= inputs ? basis[o][i] : basis[i][o]);
  }
  return weights;
}

function subtractProjection(vector: Float64Array, unit: Float64Array): void {
  const length = dot(vector, unit);
  for (let i = 0; i < vector.length; i++) vector[i] -= length * unit[i];
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i] * b[i];
  return sum;
}

function bilinear([height, width, inputs, outputs]: FilterShape): Float32Array {
  const half = Math.ceil(width / 2);
  const center = (2 * half - 1 - (half % 2)) / (2 * half);
  const weight = (x: number) => 1 - Math.abs(x / half - center);
  const weights = new Float32Array(height * width * inputs * outputs);
  return weights.map((_, i) => {
    const cell = Math.floor(i / (inputs * outputs));
    return weight(cell % width) * weight(Math.floor(cell / width));
  });
}
