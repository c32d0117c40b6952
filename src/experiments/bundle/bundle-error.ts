/**
 * @file The refusal of a bundle: which file inside is at fault, what was found and what is expected.
 */
import * as v from 'valibot';

export class BundleError extends Error {
  override name = 'BundleError';
  /** The file inside, or of the whole. */
  readonly path: string;

  constructor(path: string, problem: string) {
    super(`${path}: ${problem}`);
    this.path = path;
  }
}

/** A value of a file. @throws BundleError that names the first place at which it is not as the schema says */
export function checked<T>(path: string, schema: v.GenericSchema<unknown, T>, value: unknown): T {
  const parsed = v.safeParse(schema, value, { abortEarly: true });
  if (parsed.success) return parsed.output;
  const [issue] = parsed.issues;
  throw new BundleError(path, [v.getDotPath(issue), describe(issue)].filter(Boolean).join(': '));
}

/** Our own messages say it all; those of the library are put in the lab's words. */
function describe({ message, received, expected }: v.BaseIssue<unknown>): string {
  if (!message.startsWith('Invalid ')) return message;
  if (expected === 'never') return 'unknown key; expected none of this name';
  return `got ${received.length > 80 ? `${received.slice(0, 80)}...` : received}; expected ${expected}`;
}

const text = new TextDecoder('utf-8', { fatal: true });

/** @throws BundleError if the bytes are not JSON */
export function parseJson(path: string, bytes: Uint8Array): unknown {
  try {
    return JSON.parse(text.decode(bytes));
  } catch (error) {
    throw new BundleError(path, `not JSON: ${(error as Error).message}`);
  }
}
