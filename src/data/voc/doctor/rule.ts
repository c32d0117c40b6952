/**
 * @file What a rule of the doctor is, and how it judges: with every repair so far for the report, and with those that
 * were applied for the set. A report so stays the same while its findings are repaired one by one.
 */
import type { Finding, Patch, Repair, Repairs, Severity } from '../../types';

export interface Rule<T, Context> {
  code: string;
  severity: Severity;
  /** What is wrong, or null. */
  find(value: T, context: Context): string | null;
  /** The ways to repair what was found, the likeliest first; none where only a person can tell. */
  choices(value: T, context: Context): Repair['choices'];
  /** Further ways, too many to list in every finding. */
  accepts?(choice: string): boolean;
  /** Null drops the value. Applied twice, it changes nothing more. */
  repair(value: T, choice: string, context: Context): T | null;
}

/** Something under examination. */
export interface Case<T> {
  /** As the applied repairs leave it; null once it is dropped. */
  actual: T | null;
  /** As all repairs would leave it. */
  proposed: T | null;
  /** An error was found that is not repaired. */
  refused: boolean;
}

export function openCase<T>(value: T): Case<T> {
  return { actual: value, proposed: value, refused: false };
}

/** Where a finding stands. */
export type Site = Pick<Finding, 'file' | 'line' | 'object' | 'image'>;

export function findingId(code: string, { file, line, object }: Pick<Site, 'file' | 'line' | 'object'>): string {
  const where = object === null ? (line === null ? '' : `:${line}`) : `#${object}`;
  return `${code} ${file}${where}`;
}

/** A finding that nothing repairs. */
export function remark(site: Site, code: string, severity: Severity, reason: string): Finding {
  return { id: findingId(code, { ...site, line: null }), ...site, code, severity, reason, repair: null };
}

/**
 * Judges a case by a rule and moves it on.
 *
 * @param patch the changes from a value to the repaired one, in the words of the file
 */
export function judge<T, Context>(
  rule: Rule<T, Context>,
  state: Case<T>,
  context: Context,
  site: Site,
  repairs: Repairs,
  patch: (before: T, after: T | null) => Patch[],
): Finding | null {
  if (state.proposed === null) return null;
  const reason = rule.find(state.proposed, context);
  if (reason === null) return null;
  const finding = remark(site, rule.code, rule.severity, reason);
  const choices = rule.choices(state.proposed, context);
  const asked = repairs[finding.id];
  const known = asked !== undefined && (choices.some(({ value }) => value === asked) || rule.accepts?.(asked) === true);
  const applied = known ? asked : null;
  if (applied === null && rule.severity === 'error') state.refused = true;
  if (choices.length === 0) return finding;

  const before = applied === null ? state.proposed : (state.actual ?? state.proposed);
  const after = rule.repair(before, applied ?? choices[0].value, context);
  if (applied !== null) state.actual = state.actual && after;
  state.proposed = rule.repair(state.proposed, applied ?? choices[0].value, context);
  return { ...finding, repair: { choices, applied, patches: patch(before, after) } };
}
