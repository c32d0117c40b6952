/**
 * @file Commands that are recorded once and queued again and again. The work that makes them is not called again, so a
 * training step costs the CPU a few calls of the driver for each dispatch and nothing else: on a fast GPU, most of a small
 * model's step is the time to record it.
 *
 * A recording keeps the buffers that the work took for itself. Those that were there before must stay what they were:
 * once one is released, the recording is stale. The numbers that change from step to step are in tensors that are written
 * before the commands are queued (`write`); a uniform keeps its value.
 */
import type { WebGPUBackend } from '@tensorflow/tfjs-backend-webgpu';
import { env } from '@tensorflow/tfjs-core';
import type { BufferPool, BufferWatch } from './buffer-pool';
import { flush } from './flush';

type Call = readonly [GPUComputePipeline, GPUBindGroup, readonly number[]];

/** Private fields and methods of version 4.22. */
interface Recorder {
  commandEncoder: GPUCommandEncoder | null;
  uniformPendingDisposal: GPUBuffer[];
  submitQueue(): void;
  ensureCommandEncoderReady(): void;
}

/** tfjs's flag for the dispatches of a submission. */
const submitEvery = 'WEBGPU_DEFERRED_SUBMIT_BATCH_SIZE';

let underWay = false;

/** True while commands are recorded: a uniform or bind group that is kept for others may not be used then. */
export function isRecording(): boolean {
  return underWay;
}

export class Recording implements BufferWatch {
  readonly backend: WebGPUBackend;
  readonly buffers: ReadonlySet<GPUBuffer>;
  readonly #own: readonly GPUBuffer[];
  readonly #calls: readonly Call[];
  #isStale = false;

  constructor(
    backend: WebGPUBackend,
    { own, others, calls }: { own: readonly GPUBuffer[]; others: ReadonlySet<GPUBuffer>; calls: readonly Call[] },
  ) {
    this.backend = backend;
    this.buffers = others;
    this.#own = own;
    this.#calls = calls;
    poolOf(backend).watch(this);
  }

  /** Whether a buffer that it reads or writes was released, so that it may not be queued. */
  get isStale(): boolean {
    return this.#isStale;
  }

  released(): void {
    this.#isStale = true;
  }

  /** Queues all commands behind those that are queued already. */
  queue(): void {
    flush(this.backend);
    // A GPU that takes seconds over one submission is reset, on Windows after two.
    const atOnce = env().getNumber(submitEvery);
    for (let i = 0; i < this.#calls.length; i += atOnce) this.#submit(this.#calls.slice(i, i + atOnce));
  }

  #submit(calls: readonly Call[]): void {
    const encoder = this.backend.device.createCommandEncoder();
    const pass = encoder.beginComputePass();
    let last: GPUComputePipeline | null = null;
    for (const [pipeline, bindGroup, [x, y, z]] of calls) {
      if (pipeline !== last) pass.setPipeline(pipeline);
      last = pipeline;
      pass.setBindGroup(0, bindGroup);
      pass.dispatchWorkgroups(x, y, z);
    }
    pass.end();
    this.backend.queue.submit([encoder.finish()]);
  }

  /** Gives its buffers back. */
  dispose(): void {
    const pool = poolOf(this.backend);
    pool.unwatch(this);
    for (const buffer of this.#own) pool.releaseBuffer(buffer);
  }
}

/**
 * Does the work, and records its commands.
 *
 * @param maxBytes that the recording may keep
 * @returns null if the commands cannot be queued again: the work left a tensor alive, moved data otherwise than by kernels,
 *   needs more memory, or the device ran out of room meanwhile. It is done all the same
 * @throws what the work throws
 */
export function record(backend: WebGPUBackend, work: () => void, maxBytes: number): Recording | null {
  const pool = poolOf(backend);
  flush(backend);
  pool.hold();
  const heard = listen(backend);
  let isDone = false;
  try {
    work();
    isDone = true;
  } finally {
    heard.stop();
    // Unless all of it can be kept, what the work took is free again, but for the tensors that it left.
    if (!isDone) release(pool, heldBy(backend));
  }
  const held = heldBy(backend);
  const own = [...held.keys()];
  const bytes = own.reduce((sum, { size }) => sum + size, 0);
  if (heard.isWhole() && bytes <= maxBytes && !own.some((buffer) => isTensor(buffer) && held.get(buffer))) {
    const others = new Set([...heard.bound].filter((buffer) => !held.has(buffer)));
    return new Recording(backend, { own, others, calls: heard.calls });
  }
  release(pool, held);
  return null;
}

/** Submits what the work recorded, and takes over what it took. @returns true for what has not come back */
function heldBy(backend: WebGPUBackend): Map<GPUBuffer, boolean> {
  const held = poolOf(backend).letGo();
  // Uniforms of tfjs wait for the submission, and would then go to others.
  const recorder = backend as unknown as Recorder;
  recorder.uniformPendingDisposal = recorder.uniformPendingDisposal.filter((buffer) => !held.has(buffer));
  flush(backend);
  return held;
}

/** Gives back all but tensors that are alive. */
function release(pool: BufferPool, held: ReadonlyMap<GPUBuffer, boolean>): void {
  for (const [buffer, isTaken] of held) if (!(isTaken && isTensor(buffer))) pool.releaseBuffer(buffer);
}

function isTensor({ usage }: GPUBuffer): boolean {
  return (usage & GPUBufferUsage.UNIFORM) === 0;
}

/** Hears all dispatches of the back end until `stop`. They are not whole if it submitted or copied meanwhile. */
function listen(backend: WebGPUBackend) {
  const recorder = backend as unknown as Recorder;
  const { device } = backend;
  const calls: Call[] = [];
  const bound = new Set<GPUBuffer>();
  const atOnce = env().getNumber(submitEvery);
  let isWhole = true;
  const spoil = () => {
    isWhole = false;
  };

  underWay = true;
  env().set(submitEvery, Number.MAX_SAFE_INTEGER);
  recorder.submitQueue = () => {
    spoil();
    Object.getPrototypeOf(backend).submitQueue.call(backend);
  };
  recorder.ensureCommandEncoderReady = () => {
    recorder.commandEncoder ??= listening(device.createCommandEncoder(), calls, spoil);
  };
  device.createBindGroup = (description) => {
    for (const { resource } of description.entries) bound.add((resource as GPUBufferBinding).buffer);
    return Object.getPrototypeOf(device).createBindGroup.call(device, description);
  };
  const stop = () => {
    for (const name of ['submitQueue', 'ensureCommandEncoderReady'] as const) Reflect.deleteProperty(recorder, name);
    Reflect.deleteProperty(device, 'createBindGroup');
    env().set(submitEvery, atOnce);
    underWay = false;
  };
  return { calls, bound, isWhole: () => isWhole, stop };
}

/** An encoder that tells what is asked of it. */
function listening(encoder: GPUCommandEncoder, calls: Call[], onCopy: () => void): GPUCommandEncoder {
  const beginComputePass = (): GPUComputePassEncoder => {
    const pass = encoder.beginComputePass();
    let pipeline: GPUComputePipeline;
    let bindGroup: GPUBindGroup;
    const heard = {
      setPipeline(next: GPUComputePipeline) {
        pipeline = next;
        pass.setPipeline(next);
      },
      setBindGroup(index: number, next: GPUBindGroup) {
        bindGroup = next;
        pass.setBindGroup(index, next);
      },
      dispatchWorkgroups(x: number, y = 1, z = 1) {
        calls.push([pipeline, bindGroup, [x, y, z]]);
        pass.dispatchWorkgroups(x, y, z);
      },
      end: () => pass.end(),
    };
    return heard as unknown as GPUComputePassEncoder;
  };
  const heard = {
    beginComputePass,
    finish: () => encoder.finish(),
    copyBufferToBuffer(...copy: [GPUBuffer, number, GPUBuffer, number, number]) {
      onCopy();
      encoder.copyBufferToBuffer(...copy);
    },
  };
  return heard as unknown as GPUCommandEncoder;
}

function poolOf(backend: WebGPUBackend): BufferPool {
  return backend.bufferManager as unknown as BufferPool;
}
