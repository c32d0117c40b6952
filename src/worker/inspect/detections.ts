/** @file Both decoders on the same predictions: of one image with the way to each detection, and over val. */
import {
  type DetectionOptions,
  decodePredictions,
  detectObjects,
  dispose,
  read,
  readDetections,
  tensor,
} from '../../engine';
import { VocEvaluator } from '../../evaluation';
import { anchorSpecFor, type Decoder } from '../../experiments';
import { generateAnchors, tracedDetections } from '../../ssd';
import { inOriginalPixels } from '../../training';
import type {
  DecodedBoxes,
  DecodedImage,
  DecoderComparison,
  DetectionRequest,
  InspectApi,
  Prediction,
} from '../inspection';
import type { Ground, Host } from './ground';
import type { Models } from './models';

const decoders = ['per-class', 'argmax'] as const;
const evalBatch = 16;

export async function decodeImage(
  request: DetectionRequest,
  models: Models,
  ground: Ground,
  host: Host,
): Promise<DecodedImage> {
  const { image, config } = request;
  const { predictions, forwardMs } = await models.predict({ ...request, images: [image] }, ground);
  const { centers } = generateAnchors(anchorSpecFor(image, config));
  return host.turns.take(async () => {
    const perClass = await decode(predictions[0], centers, { decoder: 'per-class', ...request.detection });
    const argmax = await decode(predictions[0], centers, { decoder: 'argmax', ...request.detection });
    return { forwardMs, perClass, argmax };
  });
}

type Options = DetectionRequest['detection'] & { decoder: Decoder };

async function decode(prediction: Prediction, centers: Float32Array, options: Options): Promise<DecodedBoxes> {
  const anchors = centers.length / 4;
  const { classes } = prediction;
  const logits = tensor(prediction.logits, [1, anchors, classes]);
  const offsets = tensor(prediction.offsets, [1, anchors, 4]);
  const anchorCenters = tensor(centers, [anchors, 4]);
  try {
    const ms = await timeOf(() => detectObjects(logits, offsets, anchorCenters, options));
    const decoded = decodePredictions(logits, offsets, anchorCenters);
    const [probabilities, boxes] = (await Promise.all([read(decoded.probabilities), read(decoded.boxes)])) as [
      Float32Array,
      Float32Array,
    ];
    dispose(decoded.probabilities, decoded.boxes);
    const traced = tracedDetections({ probabilities, boxes, anchors, classes, ...options });
    const { candidates, entered } = traced;
    return { ms, candidates, entered, rows: rowsOf(traced) };
  } finally {
    dispose(logits, offsets, anchorCenters);
  }
}

/** The second of two runs: the first may compile a kernel. */
async function timeOf(detect: () => ReturnType<typeof detectObjects>): Promise<number> {
  let ms = 0;
  for (let i = 0; i < 2; i++) {
    const began = performance.now();
    const packed = detect();
    await readDetections(packed);
    ms = performance.now() - began;
    dispose(packed);
  }
  return ms;
}

function rowsOf(traced: ReturnType<typeof tracedDetections>): DecodedBoxes['rows'] {
  const { classIds, scores, boxes, anchors, suppressedBy, iou, kept } = traced;
  return Array.from(scores, (score, i) => {
    const [x0, y0, x1, y1] = boxes.subarray(i * 4, i * 4 + 4);
    const suppressed = suppressedBy[i] < 0 ? null : { by: suppressedBy[i], iou: iou[i] };
    return { classId: classIds[i], score, box: [x0, y0, x1, y1], anchor: anchors[i], suppressed, kept: kept[i] === 1 };
  });
}

/** Evaluates val with one forward pass a batch and both decoders on its predictions. @throws the reason of a cancel */
export async function compareDecoders(
  request: Parameters<InspectApi['compareDecoders']>[0],
  models: Models,
  { pool, data, ...ground }: Ground,
  host: Host,
): Promise<DecoderComparison> {
  const total = data.val.images;
  const signal = host.signal();
  const evaluators = decoders.map(() => new VocEvaluator(data.classes));
  const ms = [0, 0];
  const found = [0, 0];
  let [images, forwardMs] = [0, 0];
  const began = performance.now();
  try {
    await host.turns.take(async () => {
      const { network } = models.of(request, { pool, data, ...ground });
      const anchorCenters = tensor(network.anchors.centers, [network.anchors.count, 4]);
      try {
        for await (const batch of pool.inOrder('val', total, evalBatch, network.spec.anchors)) {
          signal.throwIfAborted();
          if (batch.count === 0) continue;
          const start = performance.now();
          const x = tensor(batch.images, [batch.count, batch.size, batch.size, 3]);
          const { logits, offsets } = network.predict(x);
          // A GPU has only recorded the commands: reading a small result waits for them.
          await settled(detectObjects(logits, offsets, anchorCenters, { decoder: 'argmax', topK: 1 }));
          forwardMs += performance.now() - start;
          for (const [d, decoder] of decoders.entries()) {
            const options: DetectionOptions = { decoder, ...request.detection };
            const decoding = performance.now();
            const packed = detectObjects(logits, offsets, anchorCenters, options);
            const detections = await readDetections(packed);
            ms[d] += performance.now() - decoding;
            dispose(packed);
            batch.originals.forEach(({ width, height, boxes, labels, difficult }, i) => {
              const inImage = {
                ...detections[i],
                boxes: inOriginalPixels(detections[i].boxes, batch.size, width, height),
              };
              found[d] += inImage.count;
              const groundTruth = { boxes, classIds: labels, difficult };
              evaluators[d].process({ id: batch.ids[i], groundTruth, detections: inImage });
            });
          }
          dispose(x, logits, offsets);
          images += batch.count;
          const etaMs = ((performance.now() - began) / images) * (total - images);
          const task = 'Both decoders on val';
          host.emit({ type: 'progress', progress: { task, done: images, total, etaMs, cancellable: true } });
        }
      } finally {
        dispose(anchorCenters);
      }
    });
  } finally {
    host.emit({ type: 'progress', progress: null });
  }
  const result = (d: number) => ({ report: evaluators[d].evaluate(), ms: ms[d], detections: found[d] });
  return { images, forwardMs, decoders: { 'per-class': result(0), argmax: result(1) } };
}

async function settled(packed: ReturnType<typeof detectObjects>): Promise<void> {
  await readDetections(packed);
  dispose(packed);
}
