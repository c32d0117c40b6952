/**
 * @file SGD with momentum by the reference's rule, and AdamW; both update the weights in place.
 */
import { adamwRates, adamwUpdate, dispose, read, sgdUpdate, type Tensor, tensor, write } from '../engine';
import type { Parameter } from '../model';

export type OptimizerSpec =
  | { kind: 'sgd'; momentum: number; weightDecay: number }
  | { kind: 'adamw'; beta1: number; beta2: number; epsilon: number; weightDecay: number };

/** Buffers by parameter name: momentum for SGD, first then second moments for AdamW. */
export type OptimizerState = Record<string, Float32Array[]>;

export class Optimizer {
  readonly #spec: OptimizerSpec;
  readonly #slots = new Map<string, Tensor[]>();
  /** What changes from step to step. */
  readonly #rates: Tensor;

  /** @param parameters the trainable ones get zeroed buffers; every one of them is decayed, as in the reference */
  constructor(spec: OptimizerSpec, parameters: readonly Parameter[]) {
    this.#spec = spec;
    const [rates, slots] = spec.kind === 'sgd' ? [1, 1] : [3, 2];
    this.#rates = tensor(new Float32Array(rates), [rates]);
    for (const { name, shape, value, trainable } of parameters) {
      if (!trainable) continue;
      this.#slots.set(
        name,
        Array.from({ length: slots }, () => tensor(new Float32Array(value.size), shape)),
      );
    }
  }

  /**
   * Sets the rates of the updates that are queued from now on.
   *
   * @param step counted from 1, for the bias correction of AdamW
   */
  schedule(learningRate: number, step: number): void {
    const spec = this.#spec;
    write(this.#rates, spec.kind === 'sgd' ? Float32Array.of(learningRate) : adamwRates(spec, learningRate, step));
  }

  /**
   * Updates one parameter at the rates of `schedule`; the gradient stays the caller's.
   *
   * @param factor f32[1] that multiplies the gradient, or null
   */
  update(parameter: Parameter, gradient: Tensor, factor: Tensor | null = null): void {
    const spec = this.#spec;
    const [first, second] = this.#slots.get(parameter.name) as Tensor[];
    if (spec.kind === 'sgd') sgdUpdate(parameter.value, first, gradient, this.#rates, spec, factor);
    else adamwUpdate(parameter.value, first, second, gradient, this.#rates, spec, factor);
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
    dispose(this.#rates);
  }
}
