import { expect, test } from 'vitest';
import { WindowedBlob } from './window';

/** Three windows and a bit, in which neighbours differ. */
const bytes = Uint8Array.from({ length: 3 * 2 ** 22 + 1000 }, (_, i) => (i * 31 + (i >> 8)) & 255);

/** Counts what is read of a Blob. */
class CountedBlob extends Blob {
  reads = 0;
  override slice(...place: [number?, number?]): Blob {
    const part = super.slice(...place);
    const read = part.arrayBuffer.bind(part);
    part.arrayBuffer = () => {
      this.reads++;
      return read();
    };
    return part;
  }
}

test.each([
  [0, 10],
  [2 ** 22 - 5, 2 ** 22 + 5],
  [2 ** 22, 2 ** 23],
  [5, 3 * 2 ** 22 + 7],
  [bytes.length - 3, bytes.length + 9],
  [bytes.length + 4, bytes.length + 9],
  [7, 7],
])('bytes %i to %i are those of the Blob', async (start, end) => {
  const read = await new WindowedBlob(new Blob([bytes])).read(start, end);
  // By hand: to compare millions of elements takes the runner a minute.
  expect(Buffer.compare(read, bytes.slice(start, end))).toBe(0);
});

test('files that follow on each other are read together, two series of them too', async () => {
  const blob = new CountedBlob([bytes]);
  const windowed = new WindowedBlob(blob);
  for (let at = 0; at < 2 ** 22; at += 200_000) {
    await Promise.all([windowed.read(at, at + 500), windowed.read(2 ** 23 + at, 2 ** 23 + at + 200_000)]);
  }
  expect(blob.reads).toBe(3);
});
