/** @file The loss of a batch, term by term, and what it asks of the weights image by image. */
import { dispose, read, tensor } from '../../engine';
import { anchorSpecFor, type DraftObject, imageKey } from '../../experiments';
import type { Network } from '../../model';
import { generateAnchors, type LossTerms, lossTerms, makeTargets, multiboxLoss, type Targets } from '../../ssd';
import type {
  BatchRequest,
  ImageLossTerms,
  InspectedImage,
  LogitSummary,
  LossRequest,
  Prediction,
} from '../inspection';
import type { Ground, Host } from './ground';
import { inspectImages, networkInput, stacked } from './images';
import type { Models } from './models';

interface ImageLoss {
  prediction: Prediction;
  targets: Targets;
  terms: LossTerms;
  objects: number;
}

/** Every image with its targets and terms. @throws RangeError if objects are given for another number of images */
async function imageLosses(request: LossRequest, models: Models, ground: Ground): Promise<ImageLoss[]> {
  const { images, objects, config, iouThreshold, negativeRatio } = request;
  if (objects.length !== images.length) {
    throw new RangeError(`batch loss: got objects of ${objects.length} images; expected ${images.length}`);
  }
  // Only what the reader did not draw is looked up.
  const own = await Promise.all(
    images.map(async (ref, i) => objects[i] ?? (await objectsOf([ref], config.model, ground))[0]),
  );
  const { predictions } = await models.predict(request, ground);
  return images.map((ref, i) => {
    const anchors = generateAnchors(anchorSpecFor(ref, config));
    const boxes = Float32Array.from(own[i].flatMap(({ box }) => [...box]));
    const classIds = Int32Array.from(own[i], ({ classId }) => classId);
    const targets = makeTargets(anchors, boxes, classIds, { iouThreshold });
    const prediction = predictions[i];
    return {
      prediction,
      targets,
      terms: lossTerms({ ...prediction, ...targets, negativeRatio }),
      objects: own[i].length,
    };
  });
}

async function objectsOf(...inputs: Parameters<typeof inspectImages>): Promise<readonly DraftObject[][]> {
  const images: InspectedImage[] = await inspectImages(...inputs);
  for (const { bitmap } of images) bitmap.close();
  return images.map(({ objects }) => objects);
}

export async function batchLoss(request: LossRequest, models: Models, ground: Ground): Promise<ImageLossTerms[]> {
  const losses = await imageLosses(request, models, ground);
  return losses.map(({ prediction, targets, terms, objects }, i) => {
    const { anchor, target, crossEntropy, smoothL1, ...sums } = terms;
    const summands = { anchor, target, crossEntropy, smoothL1 };
    const { classes } = prediction;
    return { ref: request.images[i], anchors: targets.classTargets.length, classes, objects, ...sums, terms: summands };
  });
}

export async function logitSummary(request: BatchRequest, models: Models, ground: Ground): Promise<LogitSummary> {
  const objects = request.images.map(() => null);
  const losses = await imageLosses({ ...request, objects, iouThreshold: 0.5, negativeRatio: 3 }, models, ground);
  const spec = anchorSpecFor(request.images[0], request.config);
  const { classes } = losses[0].prediction;
  const sum = (of: (terms: LossTerms) => number) => losses.reduce((total, { terms }) => total + of(terms), 0);
  const positives = sum((terms) => terms.positives);
  return {
    layers: generateAnchors(spec).layers.map(({ offset, count, height, width }) => {
      const parts = losses.map(({ prediction }) =>
        prediction.logits.subarray(offset * classes, (offset + count) * classes),
      );
      return { name: `${height} × ${width}`, anchors: count, ...moments(parts) };
    }),
    entropy: losses.reduce((total, { prediction }) => total + meanEntropy(prediction), 0) / losses.length,
    confidence: sum((terms) => terms.confidence) / Math.max(1, positives),
    localization: sum((terms) => terms.localization) / Math.max(1, positives),
    positives,
    classes,
  };
}

/** Mean and standard deviation over all numbers of all parts. */
export function moments(parts: readonly Float32Array[]): { mean: number; std: number } {
  const count = parts.reduce((total, part) => total + part.length, 0);
  const over = (of: (value: number) => number) =>
    parts.reduce((total, part) => part.reduce((sum, value) => sum + of(value), total), 0) / count;
  const mean = over((value) => value);
  return { mean, std: Math.sqrt(over((value) => (value - mean) ** 2)) };
}

/** Nats, of the softmax of every anchor. */
function meanEntropy({ logits, classes }: Prediction): number {
  let total = 0;
  for (let start = 0; start < logits.length; start += classes) {
    const row = logits.subarray(start, start + classes);
    const top = row.reduce((a, b) => Math.max(a, b));
    let [sum, weighted] = [0, 0];
    for (const value of row) {
      const share = Math.exp(value - top);
      sum += share;
      weighted += share * (value - top);
    }
    total += Math.log(sum) - weighted / sum;
  }
  return total / (logits.length / classes);
}

/**
 * Norm of the gradient of all weights by each image's unnormalised loss, the batch normalised together as in training.
 * Running statistics are put back, so that looking changes nothing.
 */
export async function weightGradients(
  request: LossRequest,
  models: Models,
  ground: Ground,
  host: Host,
): Promise<number[]> {
  const { images, config } = request;
  if (images[0].split === 'tutorial' && request.predictions !== 'model') {
    throw new Error('These predictions are given numbers, of no weights; choose those of the model.');
  }
  const losses = await imageLosses(request, models, ground);
  const inputs = await Promise.all(images.map((ref) => networkInput(ref, config.model, ground)));
  return host.turns.take(async () => {
    const { network } = models.of(request, ground);
    const statistics = network.parameters.filter(({ trainable }) => !trainable);
    const before = await Promise.all(statistics.map(({ value }) => read(value)));
    const norms: number[] = [];
    try {
      for (let i = 0; i < images.length; i++) {
        norms.push(await gradientNorm(network, inputs, losses[i], i, request.negativeRatio));
        const task = `Gradient of ${imageKey(images[i])}`;
        host.emit({
          type: 'progress',
          progress: { task, done: i + 1, total: images.length, etaMs: null, cancellable: false },
        });
      }
    } finally {
      host.emit({ type: 'progress', progress: null });
      statistics.forEach((parameter, i) => {
        dispose(parameter.value);
        parameter.value = tensor(before[i], parameter.shape);
      });
    }
    return norms;
  });
}

/** @param inputs f32[S, S, 3] each; @param position of the image whose loss is differentiated */
async function gradientNorm(
  network: Network,
  inputs: readonly Float32Array[],
  { prediction, targets }: ImageLoss,
  position: number,
  negativeRatio: number,
): Promise<number> {
  const size = network.spec.anchors.inputSize;
  const [batch, anchors] = [inputs.length, network.anchors.count];
  const { classes } = prediction;
  const { gradLogits, gradOffsets, perImage } = multiboxLoss({
    ...prediction,
    ...targets,
    batch: 1,
    anchors,
    negativeRatio,
    normalization: 'batch',
    gradientScale: Math.max(1, targets.positives),
  });
  if (perImage[2] === 0) return 0;
  const inBatch = (values: Float32Array) => {
    const all = new Float32Array(values.length * batch);
    all.set(values, values.length * position);
    return all;
  };
  const images = tensor(stacked(inputs), [batch, size, size, 3]);
  const pass = network.forward(images);
  const byLogits = tensor(inBatch(gradLogits), [batch, anchors, classes]);
  const byOffsets = tensor(inBatch(gradOffsets), [batch, anchors, 4]);
  const squares: Promise<number>[] = [];
  network.backward(images, pass, byLogits, byOffsets, (_, gradient) => {
    squares.push(read(gradient).then((values) => (values as Float32Array).reduce((sum, value) => sum + value ** 2, 0)));
    void squares.at(-1)?.then(() => dispose(gradient));
  });
  const total = (await Promise.all(squares)).reduce((sum, value) => sum + value, 0);
  dispose(images, byLogits, byOffsets);
  return Math.sqrt(total);
}
