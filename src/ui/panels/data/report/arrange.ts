/** @file The findings of an import as the report shows them: filtered, in groups of one kind, the gravest first. */
import type { Finding } from '../../../../worker';

export type SeverityFilter = Finding['severity'] | 'all';

export interface Group {
  code: string;
  severity: Finding['severity'];
  findings: Finding[];
}

export interface Counts extends Record<SeverityFilter, number> {
  /** Errors that are not repaired: what is left out. */
  refused: number;
  /** Findings that a repair is known for and not yet applied. */
  repairable: number;
}

const severities: readonly Finding['severity'][] = ['error', 'warning', 'note'];
const byName = new Intl.Collator('en', { numeric: true });

/** @param text is looked for in file, reason and kind, without regard to case */
export function arranged(findings: readonly Finding[], severity: SeverityFilter, text: string): Group[] {
  const wanted = text.trim().toLowerCase();
  const groups = new Map<string, Group>();
  for (const finding of findings) {
    if (severity !== 'all' && finding.severity !== severity) continue;
    if (!`${finding.file} ${finding.reason} ${finding.code}`.toLowerCase().includes(wanted)) continue;
    const group = groups.get(finding.code) ?? { code: finding.code, severity: finding.severity, findings: [] };
    group.findings.push(finding);
    groups.set(finding.code, group);
  }
  for (const { findings } of groups.values()) findings.sort(byPlace);
  return [...groups.values()].sort(
    (a, b) =>
      severities.indexOf(a.severity) - severities.indexOf(b.severity) ||
      b.findings.length - a.findings.length ||
      byName.compare(a.code, b.code),
  );
}

export function countFindings(findings: readonly Finding[]): Counts {
  const counts: Counts = { all: findings.length, error: 0, warning: 0, note: 0, refused: 0, repairable: 0 };
  for (const finding of findings) {
    counts[finding.severity]++;
    if (finding.severity === 'error' && !isRepaired(finding)) counts.refused++;
    if (isRepairable(finding)) counts.repairable++;
  }
  return counts;
}

export function isRepaired({ repair }: Finding): boolean {
  return repair !== null && repair.applied !== null;
}

export function isRepairable({ repair }: Finding): boolean {
  return repair !== null && repair.applied === null;
}

/** By file, then a whole file before its objects. */
function byPlace(a: Finding, b: Finding): number {
  return byName.compare(a.file, b.file) || (a.line ?? 0) - (b.line ?? 0) || (a.object ?? 0) - (b.object ?? 0);
}
