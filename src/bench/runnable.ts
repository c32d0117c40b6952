import type { Tensor } from '../engine';

/** What is measured: it does the same work as often as it is asked to. */
export interface Runnable {
  /** Does the work once, or only queues it on a GPU; whoever measures waits for the queue. */
  once(): void | Promise<void>;
  /** The numbers that the work makes, to be compared with a rival's; absent where there are none to compare. */
  output?(): Promise<Float32Array>;
  /** Compiles all that the work needs, in parallel; absent where it compiles as it goes. */
  compile?(): Promise<void>;
  /** Milliseconds by stage since the last call. */
  stages?(): Record<string, number>;
  dispose(): void;
}

/** Which engine computes: the lab's kernels, or TensorFlow.js as it comes. Both run on the same back end and device. */
export type Implementation = 'own' | 'stock';

/** A runnable that makes one tensor from tensors that it owns. */
export function tensorRunnable(
  inputs: readonly Tensor[],
  compute: () => Tensor,
  io: { read(t: Tensor): Promise<Float32Array | Int32Array>; dispose(...t: Tensor[]): void },
): Runnable {
  return {
    once: () => io.dispose(compute()),
    async output() {
      const result = compute();
      const values = await io.read(result);
      io.dispose(result);
      return Float32Array.from(values);
    },
    dispose: () => io.dispose(...inputs),
  };
}
