/** @file Schemes as a form edits them: a kind and the words between its brackets, to and from their text. */
import { parseScheme } from '../../../experiments';

export type SchemeKind = 'uniform' | 'normal' | 'xavier' | 'msra-prelu' | 'orthogonal' | 'constant' | 'prior-bias';

/** One word between the brackets: a number, or one of a few words. */
export interface SchemeField {
  label: string;
  initial: string;
  options?: readonly string[];
  /** What a number must be, in words. */
  expects?: string;
}

export interface SchemeDraft {
  kind: SchemeKind;
  words: readonly string[];
}

const factor: SchemeField = { label: 'Factor', initial: 'avg', options: ['avg', 'in', 'out'] };
const positive = 'a number above 0';

export const schemeKinds: Readonly<Record<SchemeKind, { label: string; fields: readonly SchemeField[] }>> = {
  uniform: { label: 'Uniform', fields: [{ label: 'Bound c', initial: '0.07', expects: positive }] },
  normal: { label: 'Normal', fields: [{ label: 'Std σ', initial: '0.01', expects: positive }] },
  xavier: {
    label: 'Xavier',
    fields: [
      { label: 'Random type', initial: 'uniform', options: ['uniform', 'gaussian'] },
      factor,
      { label: 'Magnitude', initial: '2', expects: positive },
    ],
  },
  'msra-prelu': {
    label: 'MSRA PReLU',
    fields: [factor, { label: 'Slope', initial: '0.25', expects: 'a number' }],
  },
  orthogonal: { label: 'Orthogonal', fields: [{ label: 'Scale', initial: '1.414', expects: positive }] },
  constant: { label: 'Constant', fields: [{ label: 'Value', initial: '0', expects: 'a number' }] },
  'prior-bias': {
    label: 'Prior bias',
    fields: [{ label: 'Probability of an object', initial: '0.01', expects: 'a number between 0 and 1' }],
  },
};

export function newDraft(kind: SchemeKind): SchemeDraft {
  return { kind, words: schemeKinds[kind].fields.map(({ initial }) => initial) };
}

/** `xavier(gaussian,out,2)` */
export function schemeText({ kind, words }: SchemeDraft): string {
  return `${kind}(${words.map((word) => word.trim()).join(',')})`;
}

/** Reads what {@link schemeText} writes. @throws RangeError for what is not a scheme */
export function draftOf(text: string): SchemeDraft {
  parseScheme(text);
  const [kind, rest] = text.trim().split('(');
  return {
    kind: kind as SchemeKind,
    words: rest
      .slice(0, -1)
      .split(',')
      .map((word) => word.trim()),
  };
}

/** Why a draft is no scheme, with what was found and what is expected; null when it is one. */
export function draftProblem({ kind, words }: SchemeDraft): string | null {
  const { fields } = schemeKinds[kind];
  const position = fields.findIndex((_, i) => !fits(kind, i, words[i]));
  if (position < 0) return null;
  const { label, expects, options } = fields[position];
  return `${label}: got "${words[position]}"; expected ${expects ?? options?.join(' or ')}.`;
}

/** Whether a word fits its place, all other places having their initial words. */
function fits(kind: SchemeKind, position: number, word: string): boolean {
  try {
    parseScheme(schemeText({ kind, words: newDraft(kind).words.with(position, word) }));
    return !word.includes(',');
  } catch {
    return false;
  }
}

/** "Xavier gaussian, out, 2"; a constant 0 is "Zero". */
export function schemeName(text: string): string {
  const { kind, words } = draftOf(text);
  if (kind === 'constant' && Number(words[0]) === 0) return 'Zero';
  const read = words.map((word) => (Number.isNaN(Number(word)) ? word : String(rounded(word))));
  return `${schemeKinds[kind].label}${kind === 'msra-prelu' ? ',' : ''} ${read.join(', ')}`;
}

/** A magnitude that was computed, as that of MSRA PReLU, has more digits than a reader needs. */
function rounded(word: string): number {
  return Number(Number(word).toPrecision(4));
}

/** A kernel that interpolates is no scheme of the form, and keeps its own name. */
export function initializerName(text: string): string {
  try {
    return schemeName(text);
  } catch {
    return text;
  }
}
