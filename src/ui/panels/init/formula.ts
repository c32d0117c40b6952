/** @file The law of a scheme for one shape, in words with its numbers: "U(−c, c), c = √(2 / ((4,608 + 756) / 2)) = 0.0273". */
import { parseScheme } from '../../../experiments';
import { expectedMoments, type FilterShape, fans, type InitializerSpec, priorBias } from '../../../ssd';
import type { ParameterInfo } from '../../../worker';
import { count } from '../../format';
import type { WeightLaw } from './expectation';
import { draftOf } from './scheme-form';
import { isClassBias } from './targets';

type Shaped = Pick<ParameterInfo, 'name' | 'role' | 'shape' | 'count'>;

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
  return (plain ? String(short) : short.toExponential().replace('e+', 'e')).replaceAll('-', '−');
}

/**
 * The weights that a scheme gives a parameter, as sets of one law each; none if it cannot start the parameter.
 *
 * @param classes K, background included
 */
export function weightLaws(scheme: string, parameter: Shaped, classes: number): WeightLaw[] {
  if (refusal(scheme, parameter) !== null) return [];
  const spec = parseScheme(scheme);
  const { shape, count } = parameter;
  const certain = (share: number, mean: number) => ({ count: share, mean, std: 0, kurtosis: 3 });
  if (spec.kind === 'prior-bias') {
    const [background] = priorBias(spec.probability, 1, classes);
    return [certain(count / classes, background), certain(count - count / classes, 0)];
  }
  const { mean, variance, bound } = expectedMoments(spec, shape as unknown as FilterShape);
  const kurtosis = spec.kind === 'orthogonal' ? 1 : bound === undefined ? 3 : 1.8;
  return [{ count, mean, std: Math.sqrt(variance), kurtosis }];
}

/** Why a scheme cannot start a parameter; null when it can. */
export function refusal(scheme: string, parameter: Omit<Shaped, 'count'>): string | null {
  const { kind } = parseScheme(scheme);
  const { name, shape } = parameter;
  if (kind === 'prior-bias') {
    return isClassBias(parameter)
      ? null
      : `${name}: a prior bias is for the bias of a class predictor. Choose one of those.`;
  }
  if (shape.length === 4 || (kind !== 'xavier' && kind !== 'orthogonal')) return null;
  return `${name} of shape ${shape.join(' × ')} is no filter and has no fans. Choose Uniform, Normal or Constant.`;
}

/** @throws RangeError for a parameter that the scheme cannot start, see {@link refusal} */
export function formulaOf(scheme: string, parameter: Omit<Shaped, 'count'>, classes: number): Formula {
  const reason = refusal(scheme, parameter);
  if (reason !== null) throw new RangeError(`formulaOf: ${scheme}: ${reason}`);
  const spec = parseScheme(scheme);
  const shape = parameter.shape as unknown as FilterShape;
  switch (spec.kind) {
    case 'uniform':
      return uniformLaw(figure(spec.scale), spec.scale);
    case 'normal':
      return { law: 'N(0, σ²)', parameter: `σ = ${figure(spec.std)}`, std: null };
    case 'xavier':
      return xavierLaw(scheme, spec, shape);
    case 'orthogonal':
      return orthogonalLaw(spec.scale, shape);
    case 'constant':
      return { law: `Every value is ${figure(spec.value)}`, parameter: null, std: null };
    case 'prior-bias':
      return priorLaw(spec.probability, classes);
    case 'bilinear':
      throw new RangeError('formulaOf: a bilinear kernel is not random; expected a random scheme');
  }
}

function priorLaw(probability: number, classes: number): Formula {
  const [background] = priorBias(probability, 1, classes);
  const odds = `${classes - 1} · ${figure(1 - probability)} / ${figure(probability)}`;
  return {
    law: `Bias b for background, 0 for the ${classes - 1} others`,
    parameter: `b = ln(${odds}) = ${figure(background)}`,
    std: null,
  };
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
