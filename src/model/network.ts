/**
 * @file An SSD network: forward to logits and offsets, and an explicit backward that frees each activation as soon as the
 * gradient has passed it.
 */
import { add, concat, dispose, mulChannels, read, reshape, sliceAxis1, type Tensor, tensor } from '../engine';
import { type Anchors, generateAnchors } from '../ssd';
import { type BuildOptions, buildLayers, type Head } from './build';
import type { GradientSink, Layer, Parameter, Shape4 } from './layers/layer';
import type { ModelSpec } from './spec';

export interface Predictions {
  /** f32[B, A, C + 1], background in column 0. */
  logits: Tensor;
  /** f32[B, A, 4], encoded offsets. */
  offsets: Tensor;
}

/** The activations of one training forward pass; `backward` or `discard` frees them. */
export interface ForwardPass extends Predictions {
  readonly trunk: readonly { x: Tensor; saved: readonly Tensor[] }[];
  readonly last: Tensor;
  /** Inputs of the predictors that differ from the trunk's activation (behind an L2 normalization), else null. */
  readonly normalized: readonly (Tensor | null)[];
}

export interface LayerOutput {
  layer: string;
  values: Float32Array;
  /** Of a predictor. */
  rows: { first: number; columns: number } | null;
}

export class Network {
  readonly spec: ModelSpec;
  readonly classes: number;
  readonly anchors: Anchors;
  readonly parameters: readonly Parameter[];
  readonly #trunk: readonly Layer[];
  readonly #heads: readonly Head[];
  readonly #inputScale: Tensor | null;

  constructor(spec: ModelSpec, options: BuildOptions) {
    this.spec = spec;
    this.classes = options.classes;
    this.anchors = generateAnchors(spec.anchors);
    const { trunk, heads } = buildLayers(spec, options);
    this.#trunk = trunk;
    this.#heads = heads;
    this.#inputScale = spec.inputScale ? tensor(Float32Array.from(spec.inputScale), [3]) : null;
    this.parameters = [...trunk, ...heads.flatMap(headLayers)].flatMap((layer) => layer.parameters);
  }

  /** Output shapes of every layer at a batch size, heads last: what a preflight of memory needs. */
  activationShapes(batch: number): { layer: string; shape: Shape4 }[] {
    const { inputSize } = this.spec.anchors;
    let shape: Shape4 = [batch, inputSize, inputSize, 3];
    const trunk = this.#trunk.map((layer) => {
      shape = layer.outputShape(shape);
      return { layer: layer.name, shape };
    });
    const heads = this.#heads.flatMap((head) =>
      headLayers(head).map((layer) => ({
        layer: layer.name,
        shape: layer.outputShape(trunk[head.activation - 1].shape),
      })),
    );
    return [...trunk, ...heads];
  }

  /**
   * Predictions for detection, with running statistics.
   *
   * @param images f32[B, S, S, 3], normalised
   * @returns two tensors that the caller disposes; leaves no other alive
   */
  predict(images: Tensor): Predictions {
    const outputs: HeadOutput[] = [];
    let x = this.#scaled(images);
    this.#trunk.forEach((layer, i) => {
      const { y } = layer.forward(x, false);
      if (x !== images) dispose(x);
      x = y;
      outputs.push(...this.#headsAfter(i + 1).map(({ head }) => runHead(head, y)));
    });
    dispose(x);
    for (const { normalized } of outputs) if (normalized) dispose(normalized);
    return joinHeads(outputs);
  }

  /**
   * Predictions for training, with everything that the backward pass needs kept alive.
   *
   * @param images f32[B, S, S, 3], normalised; stays the caller's
   */
  forward(images: Tensor): ForwardPass {
    const trunk: { x: Tensor; saved: readonly Tensor[] }[] = [];
    const outputs: HeadOutput[] = [];
    let x = this.#scaled(images);
    this.#trunk.forEach((layer, i) => {
      const { y, saved } = layer.forward(x, true);
      trunk.push({ x, saved });
      x = y;
      outputs.push(...this.#headsAfter(i + 1).map(({ head }) => runHead(head, y)));
    });
    return { ...joinHeads(outputs), trunk, last: x, normalized: outputs.map((output) => output.normalized) };
  }

  /**
   * Reads the outputs of a pass one at a time, in forward order; those of a predictor when its feature map is there. The
   * pass stays as it is.
   *
   * @returns f32[B, H, W, C] of a trunk layer; of a predictor f32[B, anchors, columns], from the first anchor of its map
   */
  async *outputs(pass: ForwardPass): AsyncGenerator<LayerOutput, void> {
    for (const [i, { name }] of this.#trunk.entries()) {
      const y = pass.trunk[i + 1]?.x ?? pass.last;
      yield { layer: name, values: (await read(y)) as Float32Array, rows: null };
      for (const { head, index } of this.#headsAfter(i + 1)) {
        const { offset, count } = this.anchors.layers[index];
        for (const [layer, joined] of [
          [head.classes, pass.logits],
          [head.boxes, pass.offsets],
        ] as const) {
          const rows = sliceAxis1(joined, offset, count);
          const values = (await read(rows)) as Float32Array;
          dispose(rows);
          yield { layer: layer.name, values, rows: { first: offset, columns: joined.shape[2] as number } };
        }
      }
    }
  }

  /**
   * Hands the gradient of every trainable parameter to the sink, and frees the pass on the way.
   *
   * @param pass        what `forward` returned for these images
   * @param gradLogits  f32[B, A, C + 1]; stays the caller's, as do offsets
   */
  backward(images: Tensor, pass: ForwardPass, gradLogits: Tensor, gradOffsets: Tensor, sink: GradientSink): void {
    let dy: Tensor | null = null;
    let y = pass.last;
    for (let i = this.#trunk.length; i >= 1; i--) {
      for (const { head, index } of this.#headsAfter(i)) {
        const fromHead = this.#headBackward(head, index, y, pass.normalized[index], gradLogits, gradOffsets, sink);
        dy = dy ? replace(add(dy, fromHead), dy, fromHead) : fromHead;
      }
      const { x, saved } = pass.trunk[i - 1];
      const layer = this.#trunk[i - 1];
      // Layers above the last tap have no gradient; the specs end their trunk at a tap.
      if (!dy)
        throw new RangeError(`${this.spec.id}: no gradient reaches ${layer.name}; expected a tap after the last layer`);
      const dx = layer.backward({ x, y, saved, dy, needsInputGradient: i > 1 }, sink);
      dispose(dy, y, ...saved);
      dy = dx;
      y = x;
    }
    if (y !== images) dispose(y);
    dispose(pass.logits, pass.offsets);
  }

  /** Frees all parameters. */
  dispose(): void {
    dispose(...this.parameters.map((parameter) => parameter.value));
    if (this.#inputScale) dispose(this.#inputScale);
  }

  #scaled(images: Tensor): Tensor {
    return this.#inputScale ? mulChannels(images, this.#inputScale) : images;
  }

  #headsAfter(activation: number): { head: Head; index: number }[] {
    return this.#heads.map((head, index) => ({ head, index })).filter(({ head }) => head.activation === activation);
  }

  #headBackward(
    head: Head,
    index: number,
    tap: Tensor,
    normalized: Tensor | null,
    gradLogits: Tensor,
    gradOffsets: Tensor,
    sink: GradientSink,
  ): Tensor {
    const x = normalized ?? tap;
    const { offset, count } = this.anchors.layers[index];
    const part = (layer: typeof head.classes, gradient: Tensor): Tensor => {
      const rows = sliceAxis1(gradient, offset, count);
      const dy = reshape(rows, layer.outputShape(x.shape as unknown as Shape4));
      // A predictor has no activation, so its backward pass does not read y.
      const dx = layer.backward({ x, y: dy, saved: [], dy, needsInputGradient: true }, sink);
      dispose(rows, dy);
      return dx as Tensor;
    };
    const fromClasses = part(head.classes, gradLogits);
    const fromBoxes = part(head.boxes, gradOffsets);
    const dx = replace(add(fromClasses, fromBoxes), fromClasses, fromBoxes);
    if (!head.l2Norm || !normalized) return dx;
    const dTap = head.l2Norm.backward({ x: tap, y: normalized, saved: [], dy: dx, needsInputGradient: true }, sink);
    return replace(dTap, dx, normalized);
  }
}

interface HeadOutput extends Predictions {
  normalized: Tensor | null;
}

function headLayers({ l2Norm, classes, boxes }: Head): Layer[] {
  return l2Norm ? [l2Norm, classes, boxes] : [classes, boxes];
}

function runHead({ l2Norm, classes, boxes }: Head, tap: Tensor): HeadOutput {
  const normalized = l2Norm?.forward(tap).y ?? null;
  const x = normalized ?? tap;
  return { logits: classes.forward(x).y, offsets: boxes.forward(x).y, normalized };
}

/** NHWC predictor outputs hold anchor-major channels, so each map flattens to its rows of anchors by a plain reshape. */
function joinHeads(outputs: readonly HeadOutput[]): Predictions {
  const join = (parts: readonly Tensor[], columns: number): Tensor => {
    const rows = parts.map((part) => reshape(part, [part.shape[0], part.size / part.shape[0] / columns, columns]));
    const joined = concat(rows, 1);
    dispose(...rows, ...parts);
    return joined;
  };
  const anchors = outputs.map(({ offsets }) => offsets.size / offsets.shape[0] / 4).reduce((a, b) => a + b);
  const logits = outputs.map((output) => output.logits);
  const scores = logits.reduce((sum, { size }) => sum + size, 0) / logits[0].shape[0];
  return {
    logits: join(logits, scores / anchors),
    offsets: join(
      outputs.map((output) => output.offsets),
      4,
    ),
  };
}

/** The result, once its operands are freed. */
function replace(result: Tensor, ...operands: Tensor[]): Tensor {
  dispose(...operands);
  return result;
}
