/** @file Which repairs are applied, and what they come to: the patch list and the report as files. */
import type { Finding, Patch } from '../../../../worker';
import type { ChartTable } from '../../../charts/table';
import type { Repairs } from '../../../store/state';
import { isRepairable } from './arrange';

/** The repairs that are applied. */
export function appliedRepairs(findings: readonly Finding[]): Repairs {
  const applied = findings.flatMap(({ id, repair }) =>
    repair?.applied == null ? [] : [[id, repair.applied] as const],
  );
  return Object.fromEntries(applied);
}

/** The repairs with those of these findings too, each by its likeliest choice. */
export function withRepairs(repairs: Repairs, findings: readonly Finding[]): Repairs {
  const added = findings.filter(isRepairable).map(({ id, repair }) => [id, repair!.choices[0].value] as const);
  return { ...repairs, ...Object.fromEntries(added) };
}

/** The repairs without that of one finding. */
export function withoutRepair(repairs: Repairs, id: string): Repairs {
  const { [id]: _, ...others } = repairs;
  return others;
}

/** What the applied repairs change, in the words of the files: each entry leads from `before` to `after`. */
export function patchList(findings: readonly Finding[]): (Patch & { code: string })[] {
  return findings.flatMap(({ code, repair }) =>
    repair?.applied == null ? [] : repair.patches.map((patch) => ({ code, ...patch })),
  );
}

export function reportTable(findings: readonly Finding[]): ChartTable {
  return {
    columns: ['severity', 'code', 'file', 'line', 'object', 'reason', 'repair', 'applied'],
    rows: findings.map(({ severity, code, file, line, object, reason, repair }) => [
      ...[severity, code, file, line, object, reason],
      repair?.choices[0].label ?? null,
      repair?.applied ?? null,
    ]),
  };
}
