/**
 * @file The GPU buffers behind the tensors of the back end "webgpu", in place of tfjs's own pool.
 *
 * tfjs keeps every buffer that was ever freed, by its size: after a step with tensors of a hundred sizes, the device holds
 * several times what is alive at once. Here the device holds so many times the most that was ever in use at once, or
 * 32 MiB more where that is little; beyond it, free buffers are destroyed before a new one is made. A GPU gets
 * a larger share: with that of an emulated adapter, a step of SSD300 at batch 8 makes 36 buffers of 1.9 GB in all anew.
 *
 * tfjs also holds a disposed tensor's buffer back until the commands that use it are submitted. WebGPU runs dispatches in
 * order, so that a buffer may serve the next dispatch at once; only destroying it has to wait for the submission.
 */
import type { WebGPUBackend } from '@tensorflow/tfjs-backend-webgpu';
import { engine } from '@tensorflow/tfjs-core';
import { adapterTraits } from './adapter';
import { flush } from './flush';

/** Free memory beside the most that was in use: on an emulated adapter, whose memory is the CPU's, and on a GPU. */
const spareShares = { software: 0.2, gpu: 1.25 };
const spareBytes = 2 ** 25;
/** Of staging buffers, which stay mapped for the next upload. */
const maxStagingBytes = 2 ** 26;
/** Both GPUBufferUsage.MAP_WRITE and GPUMapMode.WRITE. */
const mapWrite = 2;

/** Told when one of its buffers is no longer what it was. */
export interface BufferWatch {
  readonly buffers: ReadonlySet<GPUBuffer>;
  released(): void;
}

export class BufferPool {
  numBytesUsed = 0;
  numBytesAllocated = 0;
  readonly #device: GPUDevice;
  readonly #spareShare: number;
  readonly #submit: () => void;
  readonly #used = new Set<GPUBuffer>();
  /** By size and usage. */
  readonly #free = new Map<string, GPUBuffer[]>();
  /** Mapped again after an upload for the next of their size, the oldest first. */
  readonly #staging = new Set<GPUBuffer>();
  readonly #watches = new Set<BufferWatch>();
  /** What was taken since `hold`: false once it came back. */
  #held: Map<GPUBuffer, boolean> | null = null;
  #mostUsed = 0;
  #mostAllocated = 0;

  /**
   * @param spareShare free memory that is kept, as a share of the most that was in use
   * @param submit     submits all recorded commands, after which buffers that they use may be destroyed
   */
  constructor(device: GPUDevice, spareShare: number, submit: () => void) {
    this.#device = device;
    this.#spareShare = spareShare;
    this.#submit = submit;
  }

  /** The most bytes that the device held at once since the last `resetPeak`. */
  get peakBytesAllocated(): number {
    return this.#mostAllocated;
  }

  /** Forgets what was needed so far: frees all idle buffers and starts to measure anew. */
  resetPeak(): void {
    this.#mostUsed = this.numBytesUsed;
    this.#destroyIdle(0);
    this.#trimStaging(0);
    this.#mostAllocated = this.numBytesAllocated;
  }

  /** A free buffer of this size and usage, or a new one. Mapped only if it is new or for staging. */
  acquireBuffer(size: number, usage: GPUBufferUsageFlags, mappedAtCreation = false, reuse = true): GPUBuffer {
    const again = this.#takeHeld(size, usage);
    if (again) return again;
    const idle = reuse ? this.#takeIdle(size, usage) : this.#takeStaging(size, usage);
    const buffer = idle ?? this.#create(size, usage, mappedAtCreation);
    this.#held?.set(buffer, true);
    this.#used.add(buffer);
    this.numBytesUsed += size;
    this.#mostUsed = Math.max(this.#mostUsed, this.numBytesUsed);
    return buffer;
  }

  /** Takes a buffer back; without `reuse` no recorded command may use it: it is mapped for staging, or destroyed. */
  releaseBuffer(buffer: GPUBuffer, reuse = true): void {
    if (this.#held?.has(buffer)) {
      this.#held.set(buffer, false);
      return;
    }
    // After `dispose` the last tensors still come back.
    if (!this.#used.delete(buffer)) return;
    for (const watch of this.#watches) if (watch.buffers.has(buffer)) watch.released();
    this.numBytesUsed -= buffer.size;
    if (reuse) {
      const key = keyOf(buffer);
      const same = this.#free.get(key);
      if (same) same.push(buffer);
      else this.#free.set(key, [buffer]);
    } else if (buffer.usage & mapWrite) {
      this.#stage(buffer);
    } else {
      this.#destroy(buffer);
    }
  }

  /** From now on, what is taken goes back to those alone who take next, until `letGo`; in all it stays in use. */
  hold(): void {
    this.#held = new Map();
  }

  /** Ends `hold`. @returns all that was taken; true for what has not come back. All of it is the caller's to release */
  letGo(): Map<GPUBuffer, boolean> {
    const held = this.#held ?? new Map<GPUBuffer, boolean>();
    this.#held = null;
    return held;
  }

  watch(watch: BufferWatch): void {
    this.#watches.add(watch);
  }

  unwatch(watch: BufferWatch): void {
    this.#watches.delete(watch);
  }

  getNumUsedBuffers(): number {
    return this.#used.size;
  }

  getNumFreeBuffers(): number {
    return this.#idle().length;
  }

  dispose(): void {
    for (const buffer of [...this.#used, ...this.#idle(), ...this.#staging]) buffer.destroy();
    this.#used.clear();
    this.#staging.clear();
    this.#free.clear();
    this.numBytesUsed = 0;
    this.numBytesAllocated = 0;
  }

  #takeHeld(size: number, usage: GPUBufferUsageFlags): GPUBuffer | undefined {
    if (this.#held === null) return undefined;
    for (const [buffer, taken] of this.#held) {
      if (taken || buffer.size !== size || buffer.usage !== usage) continue;
      this.#held.set(buffer, true);
      return buffer;
    }
    return undefined;
  }

  #takeIdle(size: number, usage: GPUBufferUsageFlags): GPUBuffer | undefined {
    return this.#free.get(keyOf({ size, usage }))?.pop();
  }

  #takeStaging(size: number, usage: GPUBufferUsageFlags): GPUBuffer | undefined {
    const key = keyOf({ size, usage });
    const ready = [...this.#staging].find((buffer) => keyOf(buffer) === key && buffer.mapState === 'mapped');
    if (ready) this.#staging.delete(ready);
    return ready;
  }

  /** Maps a buffer once the GPU has copied from it. A new one would cost the CPU a fault for each of its pages. */
  #stage(buffer: GPUBuffer): void {
    this.#staging.add(buffer);
    // It fails if the buffer is destroyed before, or the device is lost.
    buffer.mapAsync(mapWrite).catch(() => {});
    this.#trimStaging(maxStagingBytes);
  }

  #trimStaging(limit: number): void {
    let bytes = this.#stagingBytes();
    for (const buffer of this.#staging) {
      if (bytes <= limit) return;
      bytes -= buffer.size;
      this.#staging.delete(buffer);
      this.#destroy(buffer);
    }
  }

  #stagingBytes(): number {
    return [...this.#staging].reduce((sum, { size }) => sum + size, 0);
  }

  #create(size: number, usage: GPUBufferUsageFlags, mappedAtCreation: boolean): GPUBuffer {
    const needed = this.numBytesUsed + size;
    const most = Math.max(this.#mostUsed, needed);
    this.#destroyIdle(most + Math.max(this.#spareShare * most, spareBytes) - needed);
    this.numBytesAllocated += size;
    this.#mostAllocated = Math.max(this.#mostAllocated, this.numBytesAllocated);
    return this.#device.createBuffer({ size, usage, mappedAtCreation });
  }

  /**
   * Destroys free buffers until all of them together hold at most `bytes`. The largest go first: a step of SSD300 then
   * makes 31 buffers anew, and 144 when the longest free go first.
   */
  #destroyIdle(bytes: number): void {
    let surplus = this.numBytesAllocated - this.numBytesUsed - this.#stagingBytes() - bytes;
    if (surplus <= 0) return;
    this.#submit();
    const largestFirst = this.#idle().sort((a, b) => b.size - a.size);
    for (const buffer of largestFirst) {
      if (surplus <= 0) return;
      surplus -= buffer.size;
      const same = this.#free.get(keyOf(buffer)) as GPUBuffer[];
      same.splice(same.indexOf(buffer), 1);
      this.#destroy(buffer);
    }
  }

  #idle(): GPUBuffer[] {
    return [...this.#free.values()].flat();
  }

  #destroy(buffer: GPUBuffer): void {
    this.numBytesAllocated -= buffer.size;
    buffer.destroy();
  }
}

/** Puts a pool in the place of the back end's own, before it holds any tensor. */
export function installBufferPool(backend: WebGPUBackend): void {
  const { software } = adapterTraits(backend.device);
  const spareShare = software ? spareShares.software : spareShares.gpu;
  const pool = new BufferPool(backend.device, spareShare, () => flush(backend));
  backend.bufferManager = pool as never;
  // What tfjs believes to be in use by recorded commands, and therefore holds back: nothing.
  const nothing = { add: () => nothing, has: () => false, delete: () => false };
  Object.defineProperty(backend, 'commandQueueOwnedIds', { get: () => nothing, set: () => {} });
}

/** The pool of the open back end, or null where it is not "webgpu". */
export function bufferPool(): BufferPool | null {
  if (engine().backendName !== 'webgpu') return null;
  return (engine().backend as WebGPUBackend).bufferManager as unknown as BufferPool;
}

function keyOf({ size, usage }: Pick<GPUBuffer, 'size' | 'usage'>): string {
  return `${size} ${usage}`;
}
