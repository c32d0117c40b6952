/**
 * @file Reading forward through bytes that lie in a Blob or come from a stream, with one interface for both.
 */
import { inUnits } from './limits';

/**
 * Bytes within a Blob, which stay where they are. To slice a Blob takes 1 ms and a handle in another process: that of
 * 10,000 members, 10 s.
 */
export interface BlobRange {
  whole: Blob;
  start: number;
  end: number;
  /** The size they unpack to, if they are raw deflate data. */
  unpacksTo?: number;
}

export interface ByteSource {
  /** Offset of the next byte. */
  readonly position: number;
  /** The next bytes; fewer than asked for only at the end. The view is valid until the next call. */
  read(length: number): Promise<Uint8Array<ArrayBuffer>>;
  /** The next bytes, to be read later; fewer than asked for only at the end. */
  take(length: number): Promise<Blob | BlobRange>;
  /** Moves on; returns how many bytes there were to skip. */
  skip(length: number): Promise<number>;
}

/** Small reads share one read of this many bytes: most annotations are 1 KB, and every read of a Blob has a fixed cost. */
const defaultWindowBytes = 65536;

/** Bytes of a Blob: skipping costs nothing, and what is taken stays where the Blob has it. */
export class BlobSource implements ByteSource {
  position = 0;
  readonly #blob: Blob;
  readonly #windowBytes: number;
  #window = new Uint8Array(0);
  #windowStart = 0;

  constructor(blob: Blob, windowBytes = defaultWindowBytes) {
    this.#blob = blob;
    this.#windowBytes = windowBytes;
  }

  async read(length: number): Promise<Uint8Array<ArrayBuffer>> {
    const end = Math.min(this.position + length, this.#blob.size);
    if (this.position < this.#windowStart || end > this.#windowStart + this.#window.length) {
      const slice = this.#blob.slice(this.position, this.position + Math.max(length, this.#windowBytes));
      this.#window = new Uint8Array(await slice.arrayBuffer());
      this.#windowStart = this.position;
    }
    const bytes = this.#window.subarray(this.position - this.#windowStart, end - this.#windowStart);
    this.position = end;
    return bytes;
  }

  async take(length: number): Promise<BlobRange> {
    const start = this.position;
    await this.skip(length);
    return { whole: this.#blob, start, end: this.position };
  }

  async skip(length: number): Promise<number> {
    const skipped = Math.min(length, this.#blob.size - this.position);
    this.position += skipped;
    return skipped;
  }
}

/** Bytes at hand. */
export class MemorySource implements Pick<ByteSource, 'position' | 'read' | 'skip'> {
  position = 0;
  readonly #bytes: Uint8Array<ArrayBuffer>;

  constructor(bytes: Uint8Array<ArrayBuffer>) {
    this.#bytes = bytes;
  }

  async read(length: number): Promise<Uint8Array<ArrayBuffer>> {
    const start = this.position;
    return this.#bytes.subarray(start, start + (await this.skip(length)));
  }

  async skip(length: number): Promise<number> {
    const skipped = Math.min(length, this.#bytes.length - this.position);
    this.position += skipped;
    return skipped;
  }
}

/** Bytes of a stream: what is skipped is dropped as it passes, what is taken is copied into a Blob. */
export class StreamSource implements ByteSource {
  position = 0;
  readonly #reader: ReadableStreamDefaultReader<Uint8Array<ArrayBuffer>>;
  readonly #mostBytes: number;
  #chunk = new Uint8Array(0);

  /** @param mostBytes a longer stream is an error, as it is not known where one ends that a hostile file unpacks to */
  constructor(stream: ReadableStream<Uint8Array<ArrayBuffer>>, mostBytes = Number.POSITIVE_INFINITY) {
    this.#reader = stream.getReader();
    this.#mostBytes = mostBytes;
  }

  async read(length: number): Promise<Uint8Array<ArrayBuffer>> {
    const parts = await this.#parts(length);
    if (parts.length === 1) return parts[0];
    return new Uint8Array(await new Blob(parts).arrayBuffer());
  }

  async take(length: number): Promise<Blob> {
    return new Blob(await this.#parts(length));
  }

  async skip(length: number): Promise<number> {
    const start = this.position;
    while (this.position - start < length) {
      if ((await this.#next(length - (this.position - start))) === null) break;
    }
    return this.position - start;
  }

  /** Ends the reading, so that a decompressor in front of it stops too. */
  async cancel(): Promise<void> {
    await this.#reader.cancel();
  }

  async #parts(length: number): Promise<Uint8Array<ArrayBuffer>[]> {
    const parts: Uint8Array<ArrayBuffer>[] = [];
    let missing = length;
    while (missing > 0) {
      const part = await this.#next(missing);
      if (part === null) break;
      parts.push(part);
      missing -= part.length;
    }
    return parts;
  }

  /** The stream is a decompressor's, whose own errors name neither the format nor the place. */
  async #read(): Promise<ReadableStreamReadResult<Uint8Array<ArrayBuffer>>> {
    try {
      return await this.#reader.read();
    } catch (cause) {
      const place = `after ${this.position} unpacked bytes`;
      throw new Error(`compressed data is broken or cut short ${place} (${(cause as Error).message})`, { cause });
    }
  }

  /** At most `limit` bytes from the chunk at hand, or null at the end of the stream. */
  async #next(limit: number): Promise<Uint8Array<ArrayBuffer> | null> {
    while (this.#chunk.length === 0) {
      const { done, value } = await this.#read();
      if (done) return null;
      if (this.position + value.length > this.#mostBytes) {
        throw new Error(`unpacks to more than ${inUnits(this.#mostBytes)}, which is the most for its size`);
      }
      this.#chunk = value;
    }
    const part = this.#chunk.subarray(0, limit);
    this.#chunk = this.#chunk.subarray(part.length);
    this.position += part.length;
    return part;
  }
}
