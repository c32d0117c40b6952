/** @file The matching in numbers: by rule, by feature map and by object. */
import type { AnchorLayer, Targets } from '../../../ssd';

/** Positives by the rule that made them so. */
export interface RuleCounts {
  bipartite: number;
  tie: number;
  threshold: number;
}

export interface MapSummary extends RuleCounts {
  anchors: number;
  positives: number;
  /** Null while nothing is mined. */
  hardNegatives: number | null;
}

/** Why an object has few anchors: none reaches the threshold, or none overlaps it at all. */
export type ObjectProblem = 'below threshold' | 'out of reach';

export interface ObjectSummary extends RuleCounts {
  positives: number;
  /** Largest IoU with any anchor. */
  topIou: number;
  /** The anchor that the bipartite rule gave it. */
  bipartiteAnchor: number | null;
  problem: ObjectProblem | null;
}

export interface MatchSummary extends RuleCounts {
  anchors: number;
  positives: number;
  hardNegatives: number | null;
  ignored: number | null;
  maps: MapSummary[];
  objects: ObjectSummary[];
}

/**
 * Counts positives and hard negatives.
 *
 * @param hard         u8[A], 1 for a hard negative; null while nothing is mined
 * @param iouThreshold that of the matching
 */
export function summarize(
  layers: readonly AnchorLayer[],
  { match, rule, topIou }: Targets,
  hard: Uint8Array | null,
  iouThreshold: number,
): MatchSummary {
  const limit = Math.fround(iouThreshold);
  const objects = Array.from(topIou, (top): ObjectSummary => {
    const problem = top === 0 ? 'out of reach' : top < limit ? 'below threshold' : null;
    return { ...noPositives, positives: 0, topIou: top, bipartiteAnchor: null, problem };
  });
  const maps = layers.map(({ offset, count }): MapSummary => {
    const entry = { ...noPositives, anchors: count, positives: 0, hardNegatives: hard && 0 };
    for (let a = offset; a < offset + count; a++) {
      if (rule[a] > 0) {
        const object = objects[match[a]];
        addPositive(entry, rule[a]);
        addPositive(object, rule[a]);
        if (rule[a] === 1) object.bipartiteAnchor = a;
      } else if (entry.hardNegatives !== null && hard?.[a] === 1) entry.hardNegatives++;
    }
    return entry;
  });
  const total = (part: (map: MapSummary) => number) => maps.reduce((sum, map) => sum + part(map), 0);
  const [anchors, positives] = [total((map) => map.anchors), total((map) => map.positives)];
  const hardNegatives = hard && total((map) => map.hardNegatives ?? 0);
  return {
    anchors,
    positives,
    bipartite: total(({ bipartite }) => bipartite),
    tie: total(({ tie }) => tie),
    threshold: total(({ threshold }) => threshold),
    hardNegatives,
    ignored: hardNegatives === null ? null : anchors - positives - hardNegatives,
    maps,
    objects,
  };
}

const noPositives: RuleCounts = { bipartite: 0, tie: 0, threshold: 0 };

function addPositive(counts: RuleCounts & { positives: number }, rule: number): void {
  counts.positives++;
  if (rule === 1) counts.bipartite++;
  else if (rule === 2) counts.tie++;
  else counts.threshold++;
}

/** The positives of one object, or of all with null, in the order of the anchors. */
export function positivesOf({ match, rule }: Targets, object: number | null): number[] {
  const found: number[] = [];
  for (let a = 0; a < rule.length; a++) if (rule[a] > 0 && (object === null || match[a] === object)) found.push(a);
  return found;
}

/** The matching in one sentence, for those who do not see the canvas. */
export function describeMatching(id: string, summary: MatchSummary): string {
  const { positives, anchors, bipartite, tie, threshold, hardNegatives, objects } = summary;
  const unreached = objects.filter(({ problem }) => problem !== null).length;
  const parts = [
    `${id}: ${objects.length === 1 ? '1 object' : `${objects.length} objects`}`,
    `${positives} of ${anchors} anchors are positive (${bipartite} bipartite, ${tie} by a tie, ${threshold} by the threshold)`,
    ...(hardNegatives === null ? [] : [`${hardNegatives} are hard negatives`]),
    ...(unreached === 0 ? [] : [`no anchor reaches the threshold at ${unreached} of the objects`]),
  ];
  return `${parts.join('; ')}.`;
}
