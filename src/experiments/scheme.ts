/**
 * @file Initialisers as text, `xavier(gaussian,out,2)`, and which parameters of a model they are applied to: what a
 * configuration and a link say about weights beyond the usual scheme of the predictors.
 */
import * as v from 'valibot';
import { msraPrelu, type WeightScheme } from '../ssd';

/** Which parameters: one by name, the filters of all predictors, or those of all layers that are not the backbone. */
export type ReinitializeTarget = 'predictors' | 'new-layers' | (string & {});

export interface Reinitialization {
  target: ReinitializeTarget;
  /** As {@link parseScheme} reads it. */
  scheme: string;
}

/**
 * Reads `uniform(0.07)`, `normal(0.01)`, `xavier(uniform|gaussian,avg|in|out,magnitude)`,
 * `msra-prelu(avg|in|out,slope)`, `orthogonal(scale)`, `constant(value)` or `prior-bias(probability)`.
 *
 * @throws RangeError that says what was found and what is expected
 */
export function parseScheme(text: string): WeightScheme {
  const [, name, list] = /^([a-z-]+)\((.*)\)$/.exec(text.trim()) ?? [];
  const words = list?.split(',').map((word) => word.trim()) ?? [];
  const form = forms[name as keyof typeof forms];
  if (form === undefined || words.length !== form.length) return refuse(text);
  const [first, second, third] = words;
  const number = (word: string, least = Number.NEGATIVE_INFINITY, most = Number.POSITIVE_INFINITY) => {
    const value = word === '' ? Number.NaN : Number(word);
    return Number.isFinite(value) && value > least && value < most ? value : refuse(text);
  };
  const choice = <T extends string>(word: string, choices: readonly T[]) =>
    choices.find((known) => known === word) ?? refuse(text);
  switch (name as keyof typeof forms) {
    case 'uniform':
      return { kind: 'uniform', scale: number(first, 0) };
    case 'normal':
      return { kind: 'normal', std: number(first, 0) };
    case 'xavier':
      return {
        kind: 'xavier',
        distribution: choice(first, ['uniform', 'gaussian']),
        factor: choice(second, factors),
        magnitude: number(third, 0),
      };
    case 'msra-prelu':
      return msraPrelu(choice(first, factors), number(second));
    case 'orthogonal':
      return { kind: 'orthogonal', scale: number(first, 0) };
    case 'constant':
      return { kind: 'constant', value: number(first) };
    case 'prior-bias':
      return { kind: 'prior-bias', probability: number(first, 0, 1) };
  }
}

const factors = ['avg', 'in', 'out'] as const;

/** What stands between the brackets, by name. */
const forms = {
  uniform: ['scale'],
  normal: ['std'],
  xavier: ['distribution', 'factor', 'magnitude'],
  'msra-prelu': ['factor', 'slope'],
  orthogonal: ['scale'],
  constant: ['value'],
  'prior-bias': ['probability'],
} as const;

function refuse(text: string): never {
  const known = Object.entries(forms).map(([name, words]) => `${name}(${words.join(',')})`);
  throw new RangeError(`got "${text}"; expected one of ${known.join(', ')} with positive numbers`);
}

/** A scheme as {@link parseScheme} reads it; MSRAPrelu comes out as the Xavier that it is. */
export function formatScheme(scheme: WeightScheme): string {
  switch (scheme.kind) {
    case 'uniform':
    case 'orthogonal':
      return `${scheme.kind}(${scheme.scale})`;
    case 'normal':
      return `normal(${scheme.std})`;
    case 'xavier':
      return `xavier(${scheme.distribution},${scheme.factor},${Number(scheme.magnitude.toPrecision(6))})`;
    case 'constant':
      return `constant(${scheme.value})`;
    case 'prior-bias':
      return `prior-bias(${scheme.probability})`;
    case 'bilinear':
      return 'bilinear';
  }
}

/** The schema of {@link Reinitialization}: the text must be a scheme. */
export const reinitialization = v.strictObject({
  target: v.pipe(v.string(), v.minLength(1), v.maxLength(100)),
  scheme: v.pipe(
    v.string(),
    v.check(isScheme, (issue) => schemeProblem(issue.input)),
  ),
});

function isScheme(text: string): boolean {
  return schemeProblem(text) === '';
}

function schemeProblem(text: string): string {
  try {
    parseScheme(text);
    return '';
  } catch (error) {
    return (error as Error).message;
  }
}
