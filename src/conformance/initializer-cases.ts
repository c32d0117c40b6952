/** @file Checks of ssd-gold/initializers: the moments of every scheme, a seeded sample of it, and bilinear kernels. */
import {
  expectedMoments,
  type FilterShape,
  fans,
  type InitializerSpec,
  initializeFilter,
  msraPrelu,
  Random,
} from '../ssd';
import type { Comparison, ComputedRecord, Tolerances } from './comparison';
import { type ConformanceCase, floats } from './fixture';

interface InitializerFixture {
  shapes: { shape_oihw: number[]; shape_hwio?: number[]; schemes: Record<string, Scheme> }[];
  bilinear: { shape_oihw: number[]; kernel: number[][] }[];
}

interface Scheme {
  dist: string;
  gram_axis?: string;
  mean?: number;
  var?: number;
  mean_tol_5sigma?: number;
  var_tol_5sigma?: number;
}

/** Nine digits are printed. */
const printed = { rel: 1e-7 };
const gramTolerances: Tolerances = {
  gram_diag: { abs: 1e-5 },
  gram_offdiag: { abs: 1e-5 },
  mean_square: { rel: 1e-5 },
};

export function initializerCases({ shapes, bilinear }: InitializerFixture): ConformanceCase[] {
  return [
    ...shapes.flatMap(({ shape_oihw, shape_hwio, schemes }) =>
      Object.entries(schemes).map(([name, scheme]) => ({
        id: `${shape_oihw.join('x')} ${name}`,
        check: (comparison: Comparison) => {
          const shape = toHwio(shape_oihw);
          if (shape_hwio !== undefined) comparison.compare('shape_hwio', shape, shape_hwio);
          const spec = parseScheme(name);
          const weights = initializeFilter(spec, shape, new Random('conformance', name, ...shape));
          if (spec.kind === 'orthogonal') {
            comparison.compare(name, gram(weights, shape), scheme, gramTolerances);
          } else {
            checkRandom(spec, shape, weights, scheme, comparison);
          }
        },
      })),
    ),
    ...bilinear.map(({ shape_oihw, kernel }) => ({
      id: `${shape_oihw.join('x')} bilinear`,
      check: (comparison: Comparison) => {
        const shape = toHwio(shape_oihw);
        const weights = initializeFilter({ kind: 'bilinear' }, shape, new Random('conformance'));
        const copies = shape[2] * shape[3];
        const expected = [...floats(kernel)].flatMap((value) => new Array(copies).fill(value));
        comparison.compare('kernel at every input and output', weights, expected, {}, printed);
      },
    })),
  ];
}

function checkRandom(
  spec: InitializerSpec,
  shape: FilterShape,
  weights: Float32Array,
  scheme: Scheme,
  comparison: Comparison,
): void {
  comparison.compare('moments', describe(spec, shape), scheme, {}, printed);
  const n = weights.length;
  const mean = weights.reduce((sum, w) => sum + w, 0) / n;
  const variance = weights.reduce((sum, w) => sum + (w - mean) ** 2, 0) / n;
  comparison.compare('sample mean', mean, scheme.mean, {}, { abs: scheme.mean_tol_5sigma ?? 0 });
  comparison.compare('sample variance', variance, scheme.var, {}, { abs: scheme.var_tol_5sigma ?? 0 });
  const { bound } = expectedMoments(spec, shape);
  if (bound === undefined) return;
  const outside = weights.filter((w) => Math.abs(w) > Math.fround(bound)).length;
  comparison.compare('weights outside the bounds', outside, 0);
}

/** The figures that fixtures give for a scheme; 5 sigma of the mean and variance of n independent weights. */
function describe(spec: InitializerSpec, shape: FilterShape): ComputedRecord {
  const { mean, variance, bound, std } = expectedMoments(spec, shape);
  const { fanIn, fanOut } = fans(shape);
  const n = shape.reduce((product, length) => product * length, 1);
  /** Variance of the squared weight over the squared variance: 4/5 for a uniform, 2 for a gaussian distribution. */
  const spread = bound === undefined ? 2 : 0.8;
  return {
    dist: bound === undefined ? 'normal' : 'uniform',
    ...(bound === undefined ? {} : { lo: -bound, hi: bound }),
    ...(std === undefined ? {} : { std }),
    mean,
    var: variance,
    scale: bound ?? std ?? null,
    fan_in: fanIn,
    fan_out: fanOut,
    n,
    mean_tol_5sigma: 5 * Math.sqrt(variance / n),
    var_tol_5sigma: 5 * variance * Math.sqrt(spread / n),
  };
}

/** The products of all pairs of rows (or columns, if those are fewer) of the O x (I * height * width) matrix, at worst. */
function gram(weights: Float32Array, shape: FilterShape): ComputedRecord {
  const outputs = shape[3];
  const inputs = weights.length / outputs;
  const byRows = outputs <= inputs;
  const vectors = Array.from({ length: Math.min(outputs, inputs) }, (_, v) =>
    Float64Array.from(
      { length: Math.max(outputs, inputs) },
      (_, i) => weights[byRows ? i * outputs + v : v * outputs + i],
    ),
  );
  const meanSquare = weights.reduce((sum, w) => sum + w * w, 0) / weights.length;
  const squaredNorm = (meanSquare * weights.length) / vectors.length;
  let diagonal = squaredNorm;
  let offDiagonal = 0;
  vectors.forEach((a, i) => {
    for (let j = 0; j <= i; j++) {
      let product = 0;
      for (let k = 0; k < a.length; k++) product += a[k] * vectors[j][k];
      if (i !== j) offDiagonal = Math.max(offDiagonal, Math.abs(product));
      else if (Math.abs(product - squaredNorm) > Math.abs(diagonal - squaredNorm)) diagonal = product;
    }
  });
  return {
    dist: 'orthogonal',
    gram_axis: byRows ? 'rows' : 'cols',
    gram_diag: diagonal,
    gram_offdiag: offDiagonal,
    mean_square: meanSquare,
  };
}

/** MXNet's notation: Xavier(distribution, factor, magnitude), MSRAPrelu(factor, slope), Uniform(scale), and so on. */
function parseScheme(name: string): InitializerSpec {
  const call = /^(\w+)\((.*)\)$/.exec(name);
  if (call === null) throw new Error(`scheme is ${name}; expected a call such as Xavier(gaussian,out,2)`);
  const [, scheme, list] = call;
  const args = list
    .split(',')
    .map((arg) => arg.trim())
    .filter((arg) => arg !== '');
  const named = new Map(args.filter((arg) => arg.includes('=')).map((arg) => arg.split('=') as [string, string]));
  const argument = (position: number, key: string, byDefault: string) =>
    named.get(key) ?? (args[position]?.includes('=') ? undefined : args[position]) ?? byDefault;
  const number = (position: number, key: string, byDefault: number) =>
    Number(argument(position, key, String(byDefault)));
  switch (scheme) {
    case 'Xavier':
      return {
        kind: 'xavier',
        distribution: oneOf(['uniform', 'gaussian'], argument(0, 'rnd_type', 'uniform')),
        factor: oneOf(['avg', 'in', 'out'], argument(1, 'factor_type', 'avg')),
        magnitude: number(2, 'magnitude', 3),
      };
    case 'MSRAPrelu':
      return msraPrelu(oneOf(['avg', 'in', 'out'], argument(0, 'factor_type', 'avg')), number(1, 'slope', 0.25));
    case 'Uniform':
      return { kind: 'uniform', scale: number(0, 'scale', 0.07) };
    case 'Normal':
      return { kind: 'normal', std: number(0, 'sigma', 0.01) };
    case 'Orthogonal':
      // biome-ignore lint/suspicious/noApproximativeNumericConstant: MXNet's default scale is 1.414, not the root of 2
      return { kind: 'orthogonal', scale: number(0, 'scale', 1.414) };
    default:
      throw new Error(`scheme is ${scheme}; expected Xavier, MSRAPrelu, Uniform, Normal or Orthogonal`);
  }
}

function oneOf<T extends string>(choices: readonly T[], found: string): T {
  const choice = choices.find((candidate) => candidate === found);
  if (choice === undefined) throw new Error(`argument is ${found}; expected one of ${choices}`);
  return choice;
}

function toHwio([outputs, inputs, height, width]: number[]): FilterShape {
  return [height, width, inputs, outputs];
}
