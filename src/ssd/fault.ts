/**
 * @file Why a training step left the finite numbers: the cause told by the evidence that a replay of the step has left,
 * and the report in sentences. Pure, so that each cause is tested by numbers alone.
 */

/** What the first number is that is not finite, in the order in which a step makes them. */
export type FaultTerm = 'input' | 'target' | 'output' | 'confidence' | 'localization' | 'gradient' | 'weight';

export type FaultCause = 'image' | 'degenerate-box' | 'no-positives' | 'learning-rate' | 'activations' | 'unknown';

/** A step of the replay that was taken apart. */
export interface ReplayedStep {
  step: number;
  learningRate: number;
  /** The loss. */
  total: number;
  /** The largest magnitude of all weights before the step. */
  weight: number;
  /** Over all gradients, before clipping. */
  gradientNorm: number;
}

/** The largest magnitude in a layer; Infinity if a number there is not finite. */
export interface Extent {
  name: string;
  largest: number;
}

/** What a replay up to the faulty step has measured. */
export interface FaultEvidence {
  step: number;
  term: FaultTerm;
  /** The first layer, in the order of the pass, whose output, gradient or weight is not finite. */
  layer: string | null;
  learningRate: number;
  /** Positive anchors that the loss divides by; null if the step did not come to a loss. */
  positives: number | null;
  /** Largest weights by parameter, where the replay began and before the step. */
  weights: readonly { name: string; start: number; now: number }[];
  /** By layer in forward order, up to the first that is not finite; empty if the loss is finite. */
  outputs: readonly Extent[];
  /** By parameter in backward order. */
  gradients: readonly Extent[];
  /** The last steps of the replay, oldest first, the faulty one at the end. */
  history: readonly ReplayedStep[];
}

export interface FaultReport extends FaultEvidence {
  cause: FaultCause;
  /** The first image in which the term arises, and in how many of the batch it does. */
  image: { id: string; affected: number; count: number } | null;
  /** As annotated: one-based place in the file, corner form in pixels of the image. */
  object: { place: number; className: string; box: [number, number, number, number] } | null;
  anchor: FaultAnchor | null;
  /** All images of the batch, in its order: unnormalised sums. */
  images: readonly { id: string; confidence: number; localization: number; positives: number }[];
  /** The step of the last checkpoint before it; 0 is the beginning. */
  lastGood: number;
  /** The learning rate was set by hand. */
  overridden: boolean;
}

export interface FaultAnchor {
  index: number;
  /** One-based feature map, its cells, and the cell of the anchor. */
  map: number;
  height: number;
  width: number;
  row: number;
  column: number;
  /** Corner form, pixels of the network input. */
  box: [number, number, number, number];
}

/** The largest weight grew by this or more: no stable training does that between two checkpoints. */
const explodes = 10;

/**
 * Tells the usual causes apart.
 *
 * A box without area shows in the targets; a division by no positives in a loss of finite predictions; a learning rate
 * that is too high in weights that grew or overflowed; exploding activations or gradients in numbers that overflow
 * although the weights are as they were.
 */
export function causeOf(evidence: Omit<FaultEvidence, 'learningRate'>): FaultCause {
  const { term, positives, outputs } = evidence;
  if (term === 'input') return 'image';
  if (term === 'target') return 'degenerate-box';
  const predicted = outputs.every(({ largest }) => Number.isFinite(largest));
  if (positives === 0 && predicted && term !== 'weight') return 'no-positives';
  if (term === 'weight' || weightGrowth(evidence) >= explodes) return 'learning-rate';
  const measured = [...outputs, ...evidence.gradients];
  return measured.some(({ largest }) => largest > overflowing) ? 'activations' : 'unknown';
}

/** Sums of squares of such numbers overflow float32. */
const overflowing = 1e18;

/** How many times as large the largest weight is as where the replay began; 1 if nothing was measured. */
export function weightGrowth({ weights }: Pick<FaultEvidence, 'weights'>): number {
  const largest = (of: 'start' | 'now') => weights.reduce((most, weight) => Math.max(most, weight[of]), 0);
  const start = largest('start');
  return start === 0 ? 1 : largest('now') / start;
}

/** Whether leaving the image out removes the cause. */
export function blamesImage({ cause, image }: Pick<FaultReport, 'cause' | 'image'>): boolean {
  return image !== null && (cause === 'image' || cause === 'degenerate-box');
}

/** Gradients above this are part of the explosion. */
const calm = 1e4;

/** A bound that the calmest of the last steps would just have met; 1 if none was calm. */
export function calmNorm({ history }: Pick<FaultReport, 'history'>): number {
  const norms = history.flatMap(({ gradientNorm }) => (gradientNorm > 0 && gradientNorm < calm ? [gradientNorm] : []));
  return norms.length === 0 ? 1 : Number(Math.min(...norms).toPrecision(2));
}

const termNames: Record<FaultTerm, string> = {
  input: 'a pixel of the network input',
  target: 'a box target',
  output: 'the output',
  confidence: 'the confidence loss',
  localization: 'the localization loss',
  gradient: 'the gradient',
  weight: 'the weight',
};

/** What was first not finite: "the output of stage2_1 at step 2". */
export function describeTerm({ term, layer, step }: Pick<FaultReport, 'term' | 'layer' | 'step'>): string {
  return `${termNames[term]}${layer === null ? '' : ` of ${layer}`} at step ${step}`;
}

/** "2008_000012 alone" */
export function describeImage({ image }: Pick<FaultReport, 'image'>): string | null {
  if (image === null) return null;
  const { id, affected, count } = image;
  if (affected === count && count > 1) return `all ${count} of the batch, ${id} first`;
  return affected === 1 ? `${id} alone` : `${affected} of ${count}, ${id} first`;
}

/** "cat [10, 20, 10, 60], object 2 of the annotation" */
export function describeObject({ object }: Pick<FaultReport, 'object'>): string | null {
  return (
    object && `${object.className} [${object.box.map(short).join(', ')}], object ${object.place} of the annotation`
  );
}

/** "153, of map 1 (8 × 8), row 4, column 6, box [39, 23, 65, 49]" */
export function describeAnchor({ anchor }: Pick<FaultReport, 'anchor'>): string | null {
  if (anchor === null) return null;
  const { index, map, height, width, row, column, box } = anchor;
  const shape = `map ${map} (${height} × ${width})`;
  return `${index}, of ${shape}, row ${row}, column ${column}, box [${box.map(short).join(', ')}]`;
}

/** The cause in a sentence, with the numbers that show it. */
export function describeCause(report: FaultReport): string {
  const { cause, weights, outputs, gradients } = report;
  switch (cause) {
    case 'image':
      return 'The image holds numbers that are not finite.';
    case 'degenerate-box':
      return 'The box has no area, or nearly none: the target is the logarithm of its width and height.';
    case 'no-positives':
      return 'No anchor of the batch is positive, and the loss divides by their number; the predictions are finite.';
    case 'learning-rate': {
      const grown = weights.reduce((most, weight) => (weight.now > most.now ? weight : most));
      return (
        `The learning rate of ${short(appliedRate(report))} made the weights grow: the largest, of ${grown.name}, ` +
        `went from ${short(grown.start)} at step ${report.lastGood} to ${short(grown.now)}.`
      );
    }
    case 'activations': {
      const measured = outputs.length > 0 ? outputs : gradients;
      const last = measured.findLast(({ largest }) => Number.isFinite(largest)) ?? measured[0];
      const what = outputs.length > 0 ? 'Activations' : 'Gradients';
      return (
        `${what} explode although the weights are nearly as they were (grown ${short(weightGrowth(report))} times): ` +
        `${measured[0].name} has ${short(measured[0].largest)}, ${last.name} ${short(last.largest)}.`
      );
    }
    case 'unknown':
      return 'None of the usual causes shows: boxes, positives, weights and activations are as they should be.';
  }
}

/** The largest of the last steps; that of the faulty step counts only if its update came before the fault. */
function appliedRate({ term, learningRate, history }: FaultReport): number {
  const updates = term === 'weight' ? history : history.slice(0, -1);
  return updates.length === 0 ? learningRate : Math.max(...updates.map((step) => step.learningRate));
}

/** The parameters with the largest weights before the fault. */
export function largestWeights({ weights }: Pick<FaultReport, 'weights'>, most: number): FaultReport['weights'] {
  return weights.toSorted((a, b) => b.now - a.now).slice(0, most);
}

/** The whole report, a sentence or a table row a line. */
export function faultLines(report: FaultReport): string[] {
  const places = { image: describeImage(report), object: describeObject(report), anchor: describeAnchor(report) };
  return [
    `first not finite: ${describeTerm(report)}`,
    ...Object.entries(places).flatMap(([name, place]) => (place === null ? [] : [`${name}: ${place}`])),
    `cause: ${describeCause(report)}`,
    ...report.history.map(
      ({ step, learningRate, total, weight, gradientNorm }) =>
        `step ${step}: learning rate ${short(learningRate)}, loss ${short(total)}, ` +
        `largest weight ${short(weight)}, gradient norm ${short(gradientNorm)}`,
    ),
    ...largestWeights(report, 3).map(
      ({ name, start, now }) => `${name}: largest weight ${short(start)} at step ${report.lastGood}, now ${short(now)}`,
    ),
    ...report.images.map(
      ({ id, confidence, localization, positives }) =>
        `image ${id}: confidence ${short(confidence)}, localization ${short(localization)}, ${positives} positives`,
    ),
    report.lastGood === 0
      ? 'last good step: none was kept; the run can only begin anew'
      : `last good step: ${report.lastGood}, of which there is a checkpoint`,
  ];
}

/** Three significant digits: 1523.4 -> "1520", 1e30 -> "1e30". */
export function short(value: number): string {
  const plain = value === 0 || (Math.abs(value) >= 1e-4 && Math.abs(value) < 1e6);
  return plain || !Number.isFinite(value)
    ? String(Number(value.toPrecision(3)))
    : Number(value.toPrecision(3)).toExponential().replace('e+', 'e');
}
