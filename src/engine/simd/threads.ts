/**
 * @file The SIMD kernels over the memory of tfjs's wasm back end, on as many threads as the lab uses.
 */
import { compileKernels } from './binary';
import { field, type Job, jobMemory, jobOf, type Kernels, kernelsOf, partBits, takeParts } from './job';
import type { ThreadStart } from './thread.worker';

let open: SimdThreads | null = null;

/** Starts the threads of the engine that is being opened. @returns how many compute, the caller's among them */
export async function startSimdThreads(memory: WebAssembly.Memory, threads: number): Promise<number> {
  open = await SimdThreads.start(memory, threads);
  return open.count;
}

/** Ends the threads of the open engine, if it has any. */
export function stopSimdThreads(): void {
  open?.stop();
  open = null;
}

/** The threads of the open engine. */
export function simdThreads(): SimdThreads {
  if (!open) throw new Error('The WASM engine is not open');
  return open;
}

export class SimdThreads {
  /** Threads that compute, this one among them. */
  readonly count: number;
  readonly #job: Job;
  readonly #kernels: Kernels;
  readonly #names: readonly string[];
  readonly #workers: readonly Worker[];

  /**
   * Compiles the kernels and starts the threads.
   *
   * @param memory of the back end; if it is not shared, this thread computes alone
   */
  static async start(memory: WebAssembly.Memory, threads: number): Promise<SimdThreads> {
    const shared = !(memory.buffer instanceof ArrayBuffer);
    const module = await compileKernels(shared);
    const job = jobMemory(shared);
    const workers = await Promise.all(
      Array.from({ length: shared ? threads - 1 : 0 }, () => startThread({ module, memory, job })),
    );
    return new SimdThreads(await WebAssembly.instantiate(module, { env: { memory } }), jobOf(job), workers);
  }

  constructor(instance: WebAssembly.Instance, job: Job, workers: readonly Worker[]) {
    const { kernels, names } = kernelsOf(instance);
    this.count = workers.length + 1;
    this.#kernels = kernels;
    this.#names = names;
    this.#job = job;
    this.#workers = workers;
  }

  /**
   * Runs a kernel and returns when all its parts are done.
   *
   * @param parts at most 4,095; more parts than threads level out threads that are held up
   * @param args  what the kernel takes after its part and parts
   */
  run(kernel: string, parts: number, ...args: number[]): void {
    if (this.#workers.length === 0 || parts === 1) {
      for (let part = 0; part < parts; part++) this.#kernels[kernel](part, parts, ...args);
      return;
    }
    const { fields } = this.#job;
    this.#job.args.set(args);
    fields[field.kernel] = this.#names.indexOf(kernel);
    fields[field.argCount] = args.length;
    fields[field.parts] = parts;
    fields[field.done] = 0;
    const call = (Atomics.load(fields, field.ticket) >>> partBits) + 1;
    Atomics.store(fields, field.ticket, (call << partBits) | parts);
    Atomics.notify(fields, field.ticket);
    takeParts(this.#job, this.#kernels, this.#names);
    // The other threads are at their last parts: too short a wait to sleep, and the page's thread may not.
    while (Atomics.load(fields, field.done) < parts);
  }

  stop(): void {
    for (const worker of this.#workers) worker.terminate();
  }
}

function startThread(start: ThreadStart): Promise<Worker> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(new URL('./thread.worker.ts', import.meta.url), { type: 'module', name: 'simd' });
    worker.onmessage = () => resolve(worker);
    worker.onerror = ({ message }) => reject(new Error(`A thread of the WASM engine did not start: ${message}`));
    worker.postMessage(start);
  });
}
