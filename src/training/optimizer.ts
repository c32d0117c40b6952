/**
 * @file SGD with momentum by the reference's rule, and AdamW; both update the weights in place.
 */
import { adamwUpdate, dispose, read, sgdUpdate, type Tensor, tensor } from '../engine';
import type { Parameter } from '../model';

export type OptimizerSpec =
  | { kind: 'sgd'; momentum: number; weightDecay: number }
  | { kind: 'adamw'; beta1: number; beta2: number; epsilon: number; weightDecay: number };

/** Buffers by parameter name: momentum for SGD, first then second moments for AdamW. */
export type OptimizerState = Record<string, Float32Array[]>;

export class Optimizer {
  readonly #spec: OptimizerSpec;
  readonly #slots = new Map<string, Tensor[]>();

  /** @param parameters the trainable ones get zeroed buffers; every one of them is decayed, as in the reference */
  constructor(spec: OptimizerSpec, parameters: readonly Parameter[]) {
    this.#spec = spec;
    const slots = spec.kind === 'sgd' ? 1 : 2;
    for (const { name, shape, value, trainable } of parameters) {
      if (!trainable) continue;
      this.#slots.set(
        name,
        Array.from({ length: slots }, () => tensor(new Float32Array(value.size), shape)),
      );
    }
  }

  /**
   * Updates one parameter; the gradient stays the caller's.
   *
   * @param step   counted from 1, for the bias correction of AdamW
   * @param factor f32[1] that multiplies the gradient, or null
   */
  update(
    parameter: Parameter,
    gradient: Tensor,
    learningRate: number,
    step: number,
    factor: Tensor | null = null,
  ): void {
    const spec = this.#spec;
    const [first, second] = this.#slots.get(parameter.name) as Tensor[];
    if (spec.kind === 'sgd') sgdUpdate(parameter.value, first, gradient, { ...spec, learningRate }, factor);
    else adamwUpdate(parameter.value, first, second, gradient, { ...spec, learningRate, step }, factor);
  }

  async state(): Promise<OptimizerState> {
    const state: OptimizerState = {};
    for (const [name, slots] of this.#slots) state[name] = (await Promise.all(slots.map(read))) as Float32Array[];
    return state;
  }

  /** @throws RangeError that names a missing or misshapen buffer; then nothing has changed */
  restore(state: OptimizerState): void {
    for (const [name, slots] of this.#slots) {
      const found = state[name]?.map((values) => values.length).join(', ') ?? 'nothing';
      const expected = slots.map(({ size }) => size).join(', ');
      if (found !== expected)
        throw new RangeError(`optimizer state "${name}": got ${found}; expected ${expected} values`);
    }
    for (const [name, slots] of this.#slots) {
      const next = slots.map(({ shape }, i) => tensor(state[name][i].slice(), shape));
      dispose(...slots);
      this.#slots.set(name, next);
    }
  }

  dispose(): void {
    for (const slots of this.#slots.values()) dispose(...slots);
    this.#slots.clear();
  }
}
