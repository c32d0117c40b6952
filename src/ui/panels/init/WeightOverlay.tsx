/** @file Histograms of the shown weights before and after, laid over each other, with their moments below. */
import type { ParameterInfo } from '../../../worker';
import { ChartFrame } from '../../charts/ChartFrame';
import { count, dash, plural } from '../../format';
import { figure, weightLaws } from './formula';
import { MomentsTable } from './MomentsTable';
import { beyond, curve, expectedShares, outline, shares, topShare } from './overlay';
import { draftProblem, type SchemeDraft, schemeName, schemeText } from './scheme-form';
import { type Comparison, type Side, useClasses } from './starts';
import { isFilter } from './targets';
import styles from './WeightOverlay.module.css';

interface Props {
  comparison: Comparison;
  /** The scheme in the form: where it would lead is drawn as a curve. */
  draft: SchemeDraft;
}

export function WeightOverlay({ comparison, draft }: Props) {
  const { shown, range, sides, busy, problem } = comparison;
  const known = sides.filter(({ summary }) => summary !== null && summary.histogram.range[1] === range[1]);
  const weights = shown.reduce((sum, parameter) => sum + parameter.count, 0);
  const expected = draftShares(draft, comparison, useClasses());
  return (
    <section className={styles.overlay} aria-busy={busy} data-testid="weight-overlay" data-busy={busy}>
      <ChartFrame
        title={`Weights of ${whatIsShown(shown)}`}
        fileName="weights"
        table={() => histogramTable(known, range)}
        legend={
          <ul className={styles.legend}>
            {sides.map(({ side, name }) => (
              <li key={side}>
                <span className={styles.swatch} data-side={side} />
                {name}
              </li>
            ))}
            {expected !== null && (
              <li>
                <span className={styles.swatch} data-side="draft" />
                {schemeName(schemeText(draft))}, expected
              </li>
            )}
          </ul>
        }
      >
        <Plot known={known} expected={expected} range={range} label={describe(known, weights)} />
      </ChartFrame>
      {problem !== null && <p className={styles.problem}>{problem}</p>}
      <MomentsTable sides={sides} />
      <Beyond known={known} />
    </section>
  );
}

function whatIsShown(shown: readonly ParameterInfo[]): string {
  if (shown.length === 1) return shown[0].name;
  const roles = new Set(shown.map(({ role }) => role));
  const kind = shown.every(isFilter) ? 'filter' : 'parameter';
  return plural(shown.length, roles.size === 1 ? `${shown[0].role} ${kind}` : kind);
}

/** Where the scheme in the form would put the shown weights; null if it does not reach them, or makes them equal. */
function draftShares(draft: SchemeDraft, { shown, range }: Comparison, classes: number): number[] | null {
  if (draftProblem(draft) !== null) return null;
  const laws = shown.map((parameter) => weightLaws(schemeText(draft), parameter, classes));
  return laws.some((own) => own.length === 0) ? null : expectedShares(laws.flat(), range);
}

interface PlotProps {
  known: readonly Side[];
  expected: readonly number[] | null;
  range: readonly [number, number];
  label: string;
}

function Plot({ known, expected, range: [low, high], label }: PlotProps) {
  const histograms = known.map(({ side, summary }) => ({ side, shares: shares(summary!) }));
  const top = topShare(histograms.map(({ shares }) => shares));
  const cut = Math.max(0, ...histograms.flatMap(({ shares }) => shares));
  return (
    <div role="img" aria-label={label} className={styles.plot} data-testid="weight-histogram">
      <div className={styles.space}>
        <svg viewBox="0 0 1 1" preserveAspectRatio="none" aria-hidden="true">
          <line x1="0.5" x2="0.5" y1="0" y2="1" className={styles.zero} />
          {histograms.map(({ side, shares }) => (
            <path key={side} d={outline(shares, top)} className={styles.outline} data-side={side} />
          ))}
          {expected !== null && <path d={curve(expected, top)} className={styles.outline} data-side="draft" />}
        </svg>
        {cut > top && <p className={styles.cut}>{percent(cut)} in one bin ↑</p>}
      </div>
      <div className={styles.axis} aria-hidden="true">
        {[low, low / 2, 0, high / 2, high].map((tick) => (
          <span key={tick}>{figure(tick)}</span>
        ))}
      </div>
    </div>
  );
}

/** Below this share of the weights, what the axis leaves out is no news. */
const noticeable = 0.002;

function Beyond({ known }: { known: readonly Side[] }) {
  const words = known.flatMap(({ name, summary }) => {
    const { min, max } = summary!;
    const share = beyond(summary!);
    return share < noticeable
      ? []
      : `${name}: ${percent(share)} of the weights, within ${figure(min)} to ${figure(max)}.`;
  });
  return words.length > 0 && <p className={styles.note}>Beyond the axis. {words.join(' ')}</p>;
}

function percent(share: number): string {
  return `${(share * 100).toFixed(share < 0.1 ? 1 : 0)}%`;
}

function describe(known: readonly Side[], weights: number): string {
  const moments = known.map(({ name, summary }) => {
    const { mean, std, min, max } = summary!;
    return `${name}: mean ${figure(mean)}, standard deviation ${figure(std)}, from ${figure(min)} to ${figure(max)}`;
  });
  return `Histogram of ${count(weights)} weights. ${moments.join('. ') || dash}`;
}

function histogramTable(known: readonly Side[], [low, high]: readonly [number, number]) {
  const all = known.map(({ summary }) => summary!.histogram.counts);
  const width = (high - low) / (all[0]?.length ?? 1);
  return {
    columns: ['from', ...known.map(({ name }) => name)],
    rows: (all[0] ?? []).map((_, i) => [Number((low + i * width).toPrecision(4)), ...all.map((counts) => counts[i])]),
  };
}
