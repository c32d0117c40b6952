import type { WebGPUBackend } from '@tensorflow/tfjs-backend-webgpu';
import { engine } from '@tensorflow/tfjs-core';
import { queuesWork } from './memory';
import { type Recording, record } from './webgpu/recording';

/** That a recording may keep. Where a step needs more, the GPU takes longer to compute it than the CPU to record it. */
const maxBytes = 2 ** 28;
/** The device may run out of free buffers while commands are recorded, and has more of them the next time. */
const maxAttempts = 3;

/**
 * Work that is done again and again on the same tensors, such as a training step. On WebGPU its commands are recorded, and
 * from then on only queued: the work is not called again unless one of the tensors that it uses is disposed.
 *
 * It reads nothing back, leaves no tensor alive, and whatever differs from one time to the next it finds in tensors that
 * were written with `write`.
 */
export class Repeated {
  readonly #work: () => void;
  #recording: Recording | null = null;
  /** The first time the work is just done: it compiles, and finds out what memory it needs. */
  #attempts = -1;

  constructor(work: () => void) {
    this.#work = work;
  }

  /** Does the work. @returns true if its commands were only queued again */
  run(): boolean {
    if (!queuesWork()) {
      this.#work();
      return false;
    }
    const backend = engine().backend as WebGPUBackend;
    if (this.#recording !== null && (this.#recording.isStale || this.#recording.backend !== backend)) this.dispose();
    if (this.#recording !== null) {
      this.#recording.queue();
      return true;
    }
    if (this.#attempts >= 0 && this.#attempts < maxAttempts) this.#recording = record(backend, this.#work, maxBytes);
    else this.#work();
    this.#attempts++;
    return false;
  }

  /** Frees what is recorded; the work may be done again. */
  dispose(): void {
    this.#recording?.dispose();
    this.#recording = null;
    this.#attempts = 0;
  }
}
