/**
 * @file Where a run left the finite numbers: it is trained again from a checkpoint, and the last steps are taken apart
 * before they are made. Slow and thorough, as it is needed once.
 */
import { dispose, read } from '../engine';
import { type ForwardPass, type Network, readWeights, type Weights, writeWeights } from '../model';
import { type Extent, type FaultEvidence, lossTerms, type ReplayedStep } from '../ssd';
import type { Checkpoint, Training } from './loop';
import { type StepLosses, summarize } from './losses';
import { DeviceBatch, forwardLoss, type MicroBatch, microBatches, type TrainingBatch } from './step';

/** Steps before the failure that are taken apart. */
const watchedSteps = 5;

export interface Fault extends FaultEvidence {
  /** Positions in the batch of the images in which the term arises; empty for gradients and weights. */
  images: readonly number[];
  /** Of the first of these images. */
  anchor: number | null;
  losses: StepLosses | null;
  ids: readonly string[];
}

export interface Replay {
  /** Of finite weights; the step that failed is after it. */
  start: Checkpoint;
  /** The step whose loss, or after which a weight, was not finite. */
  until: number;
  batchOf(step: number): Promise<TrainingBatch>;
  onStep(step: number): void;
  signal: AbortSignal;
}

/**
 * Trains from a checkpoint to the first number that is not finite. The network keeps the weights from before that step.
 *
 * @returns null if all numbers were finite this time
 * @throws the reason of the abort, or what batchOf throws
 */
export async function findFault(training: Training, replay: Replay): Promise<Fault | null> {
  const { start, until } = replay;
  const found = await replayed(training, replay, Math.max(start.step, until - watchedSteps));
  if (found !== 'earlier') return found;
  // The weights were spoilt before the steps that were watched.
  const sooner = await replayed(training, replay, start.step);
  return sooner === 'earlier' ? null : sooner;
}

/** @param watchFrom steps after this one are taken apart */
async function replayed(
  training: Training,
  { start, until, batchOf, onStep, signal }: Replay,
  watchFrom: number,
): Promise<Fault | 'earlier' | null> {
  const { network, plan } = training;
  training.restore(start);
  const steps = training.run(batchOf);
  const history: ReplayedStep[] = [];
  let before = start.weights;
  let last: Pick<Fault, 'positives' | 'gradients' | 'losses' | 'ids'> = {
    positives: null,
    gradients: [],
    losses: null,
    ids: [],
  };
  try {
    for (;;) {
      signal.throwIfAborted();
      const { step } = training;
      onStep(step);
      if (step >= watchFrom) {
        const weights = await readWeights(network);
        // Running statistics matter to detection alone: training gets by without them, and may have gone on for long.
        const checked = step === until ? network.parameters : network.parameters.filter(({ trainable }) => trainable);
        const bad = checked.find(({ name }) => !allFinite(weights[name]));
        const evidence = {
          weights: growthOf(network, start.weights, weights),
          history,
        };
        if (bad !== undefined) {
          if (history.length === 0) return 'earlier';
          writeWeights(network, before);
          const learningRate = training.learningRateOf(step);
          return {
            ...last,
            ...evidence,
            step,
            learningRate,
            term: 'weight',
            layer: bad.name,
            outputs: [],
            images: [],
            anchor: null,
          };
        }
        before = weights;
        if (step === until) return null;
        const learningRate = training.learningRateOf(step + 1);
        const batch = await batchOf(step + 1);
        const seen = await examine(network, batch, plan);
        // Running statistics have moved.
        writeWeights(network, weights);
        const { fault, losses, gradients, gradientNorm, outputs } = seen;
        history.push({
          step: step + 1,
          learningRate,
          total: losses.total,
          weight: Math.max(...evidence.weights.map(({ now }) => now)),
          gradientNorm,
        });
        last = { positives: losses.positives, gradients, losses, ids: batch.ids };
        if (fault !== null) return { ...last, ...evidence, ...fault, step: step + 1, learningRate, outputs };
      }
      training.learningRateOverride = training.learningRateOf(step + 1);
      await steps.next();
    }
  } finally {
    await steps.return();
    training.learningRateOverride = start.learningRateOverride;
  }
}

/** Where the term arises. */
type Place = Pick<Fault, 'term' | 'layer' | 'images' | 'anchor'>;

interface Examined {
  fault: Place | null;
  losses: StepLosses;
  gradients: Extent[];
  gradientNorm: number;
  outputs: Extent[];
}

/** One forward and backward pass without an update. */
async function examine(network: Network, batch: TrainingBatch, plan: Training['plan']): Promise<Examined> {
  let fault = faultOfData(batch);
  const sums = new Float32Array(batch.count * 4);
  const outputs: Extent[] = [];
  const gradients = new Map<string, Float32Array>();
  let first = 0;
  for (const part of microBatches(batch, plan)) {
    const onDevice = new DeviceBatch(part);
    const options = { normalization: plan.normalization, gradientScale: part.gradientScale };
    const { pass, gradLogits, gradOffsets, perImage } = forwardLoss(network, onDevice, options, () => {});
    const partSums = (await read(perImage)) as Float32Array;
    sums.set(partSums, first * 4);
    if (!allFinite(partSums)) {
      const place =
        (await faultOfOutputs(network, pass, part, outputs)) ?? (await faultOfLoss(network, pass, part, partSums));
      fault ??= { ...place, images: place.images.map((image) => first + image) };
    }
    const reads: Promise<void>[] = [];
    network.backward(onDevice.images, pass, gradLogits, gradOffsets, ({ name }, gradient) => {
      reads.push(
        read(gradient).then((values) => {
          const sum = gradients.get(name);
          if (sum === undefined) gradients.set(name, values as Float32Array);
          else for (const [i, value] of values.entries()) sum[i] += value;
        }),
      );
      dispose(gradient);
    });
    await Promise.all(reads);
    dispose(gradLogits, gradOffsets, perImage);
    onDevice.dispose();
    first += part.count;
  }
  const extents = Array.from(gradients, ([name, values]) => ({ name, largest: largestOf(values) }));
  const bad = extents.find(({ largest }) => largest === Number.POSITIVE_INFINITY);
  if (bad !== undefined) fault ??= { term: 'gradient', layer: bad.name, images: [], anchor: null };
  const squares = (sum: number, values: Float32Array) => values.reduce((added, value) => added + value ** 2, sum);
  const gradientNorm = Math.sqrt([...gradients.values()].reduce(squares, 0));
  return { fault, losses: summarize(sums, plan), gradients: extents, gradientNorm, outputs };
}

/** What no network can make good. */
function faultOfData({ images, boxTargets, count }: TrainingBatch): Place | null {
  const pixels = badImages(images, count);
  if (pixels.length > 0) return { term: 'input', layer: null, images: pixels, anchor: null };
  const targets = badImages(boxTargets, count);
  if (targets.length === 0) return null;
  const anchor = Math.floor(badIndex(shareOf(boxTargets, targets[0], count)) / 4);
  return { term: 'target', layer: null, images: targets, anchor };
}

/** The first layer whose output is not finite. @param extents filled up to it */
async function faultOfOutputs(
  network: Network,
  pass: ForwardPass,
  { count }: MicroBatch,
  extents: Extent[],
): Promise<Place | null> {
  const seen: Extent[] = [];
  for await (const { layer, values, rows } of network.outputs(pass)) {
    seen.push({ name: layer, largest: largestOf(values) });
    const images = badImages(values, count);
    if (images.length === 0) continue;
    extents.splice(0, extents.length, ...seen);
    const anchor = rows && rows.first + Math.floor(badIndex(shareOf(values, images[0], count)) / rows.columns);
    return { term: 'output', layer, images, anchor };
  }
  return null;
}

/** All predictions are finite, and the loss is not: the anchor with the first bad summand, or the largest. */
async function faultOfLoss(network: Network, pass: ForwardPass, part: MicroBatch, sums: Float32Array): Promise<Place> {
  const { count } = part;
  const badSums = (column: number) =>
    badImages(
      sums.filter((_, i) => i % 4 === column),
      count,
    );
  const [confidence, localization] = [badSums(0), badSums(1)];
  const [term, images] =
    confidence.length > 0 ? (['confidence', confidence] as const) : (['localization', localization] as const);
  const [image] = images;
  const [logits, offsets] = (await Promise.all([read(pass.logits), read(pass.offsets)])) as Float32Array[];
  const terms = lossTerms({
    logits: shareOf(logits, image, count),
    offsets: shareOf(offsets, image, count),
    classTargets: shareOf(part.classTargets, image, count),
    boxTargets: shareOf(part.boxTargets, image, count),
    classes: network.classes + 1,
  });
  const summands = term === 'confidence' ? terms.crossEntropy : terms.smoothL1;
  const worst = summands.reduce((top, value, i) => (magnitudeOf(value) > magnitudeOf(summands[top]) ? i : top), 0);
  return { term, layer: null, images, anchor: terms.anchor[worst] ?? null };
}

function growthOf({ parameters }: Network, start: Weights, now: Weights): FaultEvidence['weights'] {
  return parameters
    .filter(({ trainable }) => trainable)
    .map(({ name }) => ({ name, start: largestOf(start[name]), now: largestOf(now[name]) }));
}

/** Infinity for what is no finite number. */
function magnitudeOf(value: number): number {
  return Number.isFinite(value) ? Math.abs(value) : Number.POSITIVE_INFINITY;
}

function largestOf(values: Float32Array): number {
  return values.reduce((most, value) => Math.max(most, magnitudeOf(value)), 0);
}

function badIndex(values: Float32Array): number {
  return values.findIndex((value) => !Number.isFinite(value));
}

function allFinite(values: Float32Array): boolean {
  return badIndex(values) < 0;
}

/** The part of one image in values of a whole batch. */
function shareOf<T extends Float32Array | Int32Array>(values: T, image: number, count: number): T {
  const size = values.length / count;
  return values.subarray(image * size, (image + 1) * size) as T;
}

/** Positions of the images with a value that is not finite. */
function badImages(values: Float32Array, count: number): number[] {
  return Array.from({ length: count }, (_, i) => i).filter((i) => !allFinite(shareOf(values, i, count)));
}
