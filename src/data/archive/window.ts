/**
 * @file Reads of a Blob that follow on each other share one.
 *
 * A read costs 2 ms, whether of 1 KB or of 100 KB: it goes to another process and back. An import reads two files an
 * image.
 */

const windowBytes = 2 ** 22;
/** Annotations and images mostly lie apart, each in their order. */
const windowsKept = 4;

export class WindowedBlob {
  readonly #blob: Blob;
  /** By number; used longest ago first. */
  readonly #windows = new Map<number, Promise<ArrayBuffer>>();

  constructor(blob: Blob) {
    this.#blob = blob;
  }

  /** The bytes from `from` to `to`, as a copy of their own; fewer only at the end of the Blob. */
  async read(from: number, to: number): Promise<Uint8Array<ArrayBuffer>> {
    const end = Math.min(to, this.#blob.size);
    const start = Math.min(from, end);
    const [first, last] = [Math.floor(start / windowBytes), Math.floor((end - 1) / windowBytes)];
    if (last > first + 1) return new Uint8Array(await this.#blob.slice(start, end).arrayBuffer());
    const result = new Uint8Array(end - start);
    for (let number = first; number <= last; number++) {
      const at = number * windowBytes;
      const part = new Uint8Array(await this.#window(number)).subarray(Math.max(0, start - at), end - at);
      result.set(part, Math.max(0, at - start));
    }
    return result;
  }

  #window(number: number): Promise<ArrayBuffer> {
    const at = number * windowBytes;
    const window = this.#windows.get(number) ?? this.#blob.slice(at, at + windowBytes).arrayBuffer();
    this.#windows.delete(number);
    this.#windows.set(number, window);
    const [oldest] = this.#windows.keys();
    if (this.#windows.size > windowsKept) this.#windows.delete(oldest);
    return window;
  }
}
