/**
 * @file Checks of kind `head` of ssd-gold/gradients: features through 3x3 predictors to the loss, and back to the
 * gradients of weights, biases and features.
 */
import { type Anchors, NumberStream } from '../ssd';
import type { Comparison, ComputedRecord } from './comparison';
import { type CaseAnchors, caseAnchors, floats, toRows } from './fixture';
import { lossTotal } from './loss-totals';
import { batchTargets, sampleTargets } from './sampled-targets';
import { lossOptions, type Predictor, type Subject } from './subject';

export interface HeadCase {
  id: string;
  kind: 'head';
  anchors: CaseAnchors;
  num_fg_classes: number;
  alpha?: number;
  gt_boxes: number[][][];
  gt_ids: number[][];
  params: {
    lcg_seed: number;
    /** Says in words which tensor is drawn from which range. */
    order: string;
    /** Of each feature map. */
    channels: number[];
  };
}

/** The two predictors on one feature map. */
interface Scale {
  classes: Predictor;
  boxes: Predictor;
}

const side = 3;
const tolerance = { rel: 1e-4, abs: 1e-6 };

export async function checkHead(entry: HeadCase, comparison: Comparison, subject: Subject): Promise<void> {
  const anchors = caseAnchors(entry.anchors);
  const batch = entry.gt_boxes.length;
  const classes = entry.num_fg_classes + 1;
  const boxWeight = entry.alpha ?? 1;
  const scales = drawScales(entry, anchors, batch, classes);
  const logits = await predictAll(
    subject,
    anchors,
    batch,
    classes,
    scales.map((scale) => scale.classes),
  );
  const offsets = await predictAll(
    subject,
    anchors,
    batch,
    4,
    scales.map((scale) => scale.boxes),
  );
  const images = toRows(logits, anchors.count * classes).map((ofImage, b) =>
    sampleTargets(anchors, floats(entry.gt_boxes[b]), Int32Array.from(entry.gt_ids[b]), ofImage, classes),
  );
  const { classTargets, boxTargets } = batchTargets(images);

  const normalized = async (normalization: 'batch' | 'sample') => {
    const input = { logits, offsets, classTargets, boxTargets, batch, anchors: anchors.count, classes };
    const loss = await subject.multiboxLoss({ ...input, ...lossOptions, boxWeight, normalization });
    const gradients: ComputedRecord[] = [];
    for (const [i, scale] of scales.entries()) {
      const ofClasses = sliceOfLayer(loss.gradLogits, anchors, i, batch, classes);
      const ofBoxes = sliceOfLayer(loss.gradOffsets, anchors, i, batch, 4);
      gradients.push(await scaleGradients(subject, scale, ofClasses, ofBoxes));
    }
    return { loss: lossTotal(loss.perImage, normalization, boxWeight), scales: gradients };
  };
  const actual: ComputedRecord = {
    cls_preds: toRows(logits, anchors.count * classes).map((image) => toRows(image, classes)),
    box_preds: toRows(offsets, anchors.count * 4).map((image) => toRows(image, 4)),
    num_positive: images.map((image) => image.positives),
    batch_wise: await normalized('batch'),
    sample_wise: await normalized('sample'),
  };
  const expected = Object.fromEntries(Object.entries(entry).filter(([key]) => key in actual));
  comparison.compare(entry.id, actual, expected, { num_positive: {} }, tolerance);
}

/** Features of all maps first, then the weights and biases map by map; one stream. */
function drawScales({ params }: HeadCase, { layers }: Anchors, batch: number, classes: number): Scale[] {
  const stream = new NumberStream(params.lcg_seed);
  const draw = (count: number, what: string) => stream.take(count, ...range(params.order, what));
  const features = layers.map(({ height, width }, i) => {
    const shape = [batch, height, width, params.channels[i]] as const;
    return { shape, features: draw(batch * height * width * params.channels[i], 'NHWC') };
  });
  return layers.map(({ perCell }, i) => {
    const inputs = params.channels[i];
    const predictor = (outputs: number, name: string): Predictor => ({
      ...features[i],
      filter: oihwToHwio(draw(outputs * inputs * side * side, `${name}_w`), inputs, outputs),
      bias: draw(outputs, `${name}_b`),
    });
    return { classes: predictor(perCell * classes, 'cls'), boxes: predictor(perCell * 4, 'box') };
  });
}

/** The range [low,high] that follows a word. @throws Error if the order names none */
function range(order: string, what: string): [number, number] {
  const found = new RegExp(`${what}[^[]*\\[([^,\\]]+),([^\\]]+)\\]`).exec(order);
  if (found === null) throw new Error(`order is "${order}"; expected a range [low,high] after ${what}`);
  return [Number(found[1]), Number(found[2])];
}

/** f32[B, A, columns]: the maps of all predictors, image by image. */
async function predictAll(
  subject: Subject,
  anchors: Anchors,
  batch: number,
  columns: number,
  predictors: readonly Predictor[],
): Promise<Float32Array> {
  const joined = new Float32Array(batch * anchors.count * columns);
  for (const [i, predictor] of predictors.entries()) {
    const { offset, count } = anchors.layers[i];
    toRows(await subject.predict(predictor), count * columns).forEach((ofImage, b) => {
      joined.set(ofImage, (b * anchors.count + offset) * columns);
    });
  }
  return joined;
}

/** The part of f32[B, A, columns] that belongs to one feature map, f32[B, H, W, anchors * columns]. */
function sliceOfLayer(
  values: Float32Array,
  anchors: Anchors,
  layer: number,
  batch: number,
  columns: number,
): Float32Array {
  const { offset, count } = anchors.layers[layer];
  const part = new Float32Array(batch * count * columns);
  toRows(values, anchors.count * columns).forEach((image, b) => {
    part.set(image.subarray(offset * columns, (offset + count) * columns), b * count * columns);
  });
  return part;
}

async function scaleGradients(
  subject: Subject,
  { classes, boxes }: Scale,
  ofClasses: Float32Array,
  ofBoxes: Float32Array,
): Promise<ComputedRecord> {
  const byClasses = await subject.predictGradients(classes, ofClasses);
  const byBoxes = await subject.predictGradients(boxes, ofBoxes);
  const inputs = classes.shape[3];
  return {
    grad_cls_w: hwioToOihw(byClasses.filter, inputs, classes.bias.length),
    grad_cls_b: byClasses.bias,
    grad_box_w: hwioToOihw(byBoxes.filter, inputs, boxes.bias.length),
    grad_box_b: byBoxes.bias,
    grad_feature_nhwc: byClasses.features.map((value, i) => value + byBoxes.features[i]),
  };
}

function oihwToHwio(weights: Float32Array, inputs: number, outputs: number): Float32Array {
  const taps = side * side;
  return weights.map((_, hwio) => {
    const o = hwio % outputs;
    const i = Math.floor(hwio / outputs) % inputs;
    const tap = Math.floor(hwio / (outputs * inputs));
    return weights[(o * inputs + i) * taps + tap];
  });
}

function hwioToOihw(weights: Float32Array, inputs: number, outputs: number): Float32Array {
  const taps = side * side;
  return weights.map((_, oihw) => {
    const tap = oihw % taps;
    const i = Math.floor(oihw / taps) % inputs;
    const o = Math.floor(oihw / (taps * inputs));
    return weights[(tap * inputs + i) * outputs + o];
  });
}
