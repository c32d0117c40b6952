/** @file The law of a scheme for one shape, in words with its numbers: "U(−c, c), c = √(2 / ((4,608 + 756) / 2)) = 0.0273". */
import { parseScheme } from '../../../experiments';
import { expectedMoments, type FilterShape, fans, type InitializerSpec } from '../../../ssd';
import type { ParameterInfo } from '../../../worker';
import { count } from '../../format';
import type { WeightLaw } from './expectation';
import { draftOf } from './scheme-form';

type Shaped = Pick<ParameterInfo, 'shape' | 'count'>;

export interface Formula {
  /** "U(−c, c)", "N(0, σ²)" or a sentence. */
  law: string;
  /** How the parameter of the law comes about; null where the law says it all. */
  parameter: string | null;
  /** How the standard deviation follows; null where it is the parameter. */
  std: string | null;
}

/** Four significant digits without trailing zeros: 0.02731. */
export function figure(value: number): string {
  const short = Number(value.toPrecision(4));
  const plain = short === 0 || (Math.abs(short) >= 1e-4 && Math.abs(short) < 1e6);
  return (plain ? String(short) : short.toExponential().replace('e+', 'e')).replace('-', '−');
}

/** The weights that a scheme gives a parameter; null for a prior bias, which is one number and depends on the classes. */
export function weightLaw(scheme: string, { shape, count }: Shaped): WeightLaw | null {
  const spec = parseScheme(scheme);
  if (spec.kind === 'prior-bias' || refusal(scheme, shape) !== null) return null;
  const { mean, variance, bound } = expectedMoments(spec, shape as unknown as FilterShape);
  const kurtosis = spec.kind === 'orthogonal' ? 1 : bound === undefined ? 3 : 1.8;
  return { count, mean, std: Math.sqrt(variance), kurtosis };
}

/** Why a scheme cannot start a parameter of this shape; null when it can. */
export function refusal(scheme: string, shape: readonly number[]): string | null {
  const { kind } = parseScheme(scheme);
  if (shape.length === 4 || (kind !== 'xavier' && kind !== 'orthogonal')) return null;
  return `Of shape ${shape.join(' × ')}, this parameter is no filter and has no fans. Choose Uniform, Normal or Constant.`;
}

/** @throws RangeError for a parameter that the scheme cannot start, see {@link refusal} */
export function formulaOf(scheme: string, shape: readonly number[]): Formula {
  const reason = refusal(scheme, shape);
  if (reason !== null) throw new RangeError(`formulaOf: ${scheme}: ${reason}`);
  const spec = parseScheme(scheme);
  const size = shape as unknown as FilterShape;
  switch (spec.kind) {
    case 'uniform':
      return uniformLaw(figure(spec.scale), spec.scale);
    case 'normal':
      return { law: 'N(0, σ²)', parameter: `σ = ${figure(spec.std)}`, std: null };
    case 'xavier':
      return xavierLaw(scheme, spec, size);
    case 'orthogonal':
      return orthogonalLaw(spec.scale, size);
    case 'constant':
      return { law: `Every value is ${figure(spec.value)}`, parameter: null, std: null };
    case 'prior-bias':
      return {
        law: `The background's bias makes objects ${figure(spec.probability * 100)} % probable`,
        parameter: null,
        std: null,
      };
    case 'bilinear':
      throw new RangeError('formulaOf: a bilinear kernel is not random; expected a random scheme');
  }
}

function uniformLaw(derivation: string, bound: number): Formula {
  const std = `std = c / √3 = ${figure(bound / Math.sqrt(3))}`;
  return { law: 'U(−c, c)', parameter: `c = ${derivation}`, std };
}

function xavierLaw(scheme: string, spec: Extract<InitializerSpec, { kind: 'xavier' }>, shape: FilterShape): Formula {
  const { fanIn, fanOut } = fans(shape);
  const divisor = {
    avg: `((${count(fanIn)} + ${count(fanOut)}) / 2)`,
    in: count(fanIn),
    out: count(fanOut),
  }[spec.factor];
  const { std = null, bound } = expectedMoments(spec, shape);
  // MSRA PReLU is this law with a magnitude of its own.
  const { kind, words } = draftOf(scheme);
  const magnitude = kind === 'msra-prelu' ? `(2 / (1 + ${words[1]}²))` : figure(spec.magnitude);
  const root = `√(${magnitude} / ${divisor})`;
  if (bound !== undefined) return uniformLaw(`${root} = ${figure(bound)}`, bound);
  return { law: 'N(0, σ²)', parameter: `σ = ${root} = ${figure(std!)}`, std: null };
}

function orthogonalLaw(scale: number, shape: FilterShape): Formula {
  const [rows, columns] = [shape[3], shape[0] * shape[1] * shape[2]];
  const vectors = rows <= columns ? 'Rows' : 'Columns';
  const longer = Math.max(rows, columns);
  return {
    law: `${vectors} of the ${count(rows)} × ${count(columns)} matrix, orthogonal, each of length ${figure(scale)}`,
    parameter: null,
    std: `std = ${figure(scale)} / √${count(longer)} = ${figure(scale / Math.sqrt(longer))}`,
  };
}
