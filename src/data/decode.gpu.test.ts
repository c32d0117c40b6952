import { gzipSync, zipSync } from 'fflate';
import { describe, expect, test } from 'vitest';
import { generateAnchors } from '../ssd';
import { writeTar } from './archive/tar.fixture';
import { makeBatch } from './batch';
import { decodeImage, lookAtImage } from './decode';
import { importVoc } from './voc/import-voc';
import { createVocSource } from './voc/source';
import { annotation } from './voc/voc.fixture';

const text = (value: string) => new TextEncoder().encode(value);

/** A picture whose left half is red and right half is a colour that tells the pictures apart. */
async function picture(
  width: number,
  height: number,
  shade: number,
  type = 'image/jpeg',
): Promise<Uint8Array<ArrayBuffer>> {
  const canvas = new OffscreenCanvas(width, height);
  const context = canvas.getContext('2d')!;
  context.fillStyle = 'rgb(220 20 20)';
  context.fillRect(0, 0, width, height);
  context.fillStyle = `rgb(20 ${shade} 120)`;
  context.fillRect(width / 2, 0, width, height);
  return new Uint8Array(await (await canvas.convertToBlob({ type, quality: 0.95 })).arrayBuffer());
}

function splice(bytes: Uint8Array, at: number, part: readonly number[]): Uint8Array<ArrayBuffer> {
  return Uint8Array.of(...bytes.subarray(0, at), ...part, ...bytes.subarray(at));
}

describe('decoding', () => {
  test('gives the pixels as RGBA', async () => {
    const { width, height, pixels } = await decodeImage(new Blob([await picture(30, 20, 200, 'image/png')]));
    expect([width, height, pixels.length]).toEqual([30, 20, 2400]);
    expect([...pixels.subarray(0, 4)]).toEqual([220, 20, 20, 255]);
    expect([...pixels.subarray(2396)]).toEqual([20, 200, 120, 255]);
  });

  test('leaves the picture as it is stored, though EXIF says to turn it', async () => {
    // An APP1 block of one tag, orientation 6: a quarter turn.
    const tiff = [0x4d, 0x4d, 0, 42, 0, 0, 0, 8, 0, 1, 0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, 6, 0, 0, 0, 0, 0, 0];
    const exif = [0xff, 0xe1, 0, 8 + tiff.length, ...text('Exif'), 0, 0, ...tiff];
    const turned = new Blob([splice(await picture(40, 24, 200), 2, exif)]);
    const byDefault = await createImageBitmap(turned);
    expect([byDefault.width, byDefault.height]).toEqual([24, 40]);
    const { width, height, pixels } = await decodeImage(turned);
    expect([width, height]).toEqual([40, 24]);
    expect(pixels[0]).toBeGreaterThan(180);
    expect(pixels[39 * 4]).toBeLessThan(60);
  });

  test('leaves the stored numbers alone, though the file names a gamma', async () => {
    // A gAMA chunk of 1.0 before the picture data; without colour conversion it changes nothing.
    const gamma = [0, 0, 0, 4, ...text('gAMA'), 0, 1, 0x86, 0xa0, 0x31, 0xe8, 0x96, 0x5f];
    const linear = new Blob([splice(await picture(8, 8, 100, 'image/png'), 33, gamma)], { type: 'image/png' });
    const { pixels } = await decodeImage(linear);
    expect([...pixels.subarray(28, 31)]).toEqual([20, 100, 120]);
  });

  test('of bytes that are no picture is an error', async () => {
    await expect(decodeImage(new Blob(['hello']))).rejects.toThrow();
  });
});

describe('a look at an image', () => {
  /** One colour, but for a pixel of another. */
  async function speck(type: string, colour: string, other: string): Promise<Uint8Array<ArrayBuffer>> {
    const canvas = new OffscreenCanvas(40, 24);
    const context = canvas.getContext('2d')!;
    context.fillStyle = colour;
    context.fillRect(0, 0, 40, 24);
    context.fillStyle = other;
    context.fillRect(21, 9, 1, 1);
    return new Uint8Array(await (await canvas.convertToBlob({ type, quality: 1 })).arrayBuffer());
  }

  test.each([
    ['image/jpeg', 'rgb(90 90 90)', 'rgb(200 200 200)', true],
    ['image/jpeg', 'rgb(90 90 90)', 'rgb(220 20 20)', false],
    ['image/jpeg', 'rgb(90 90 90)', 'rgb(90 90 99)', false],
    ['image/jpeg', 'rgb(255 255 255)', 'rgb(0 0 0)', true],
    ['image/png', 'rgb(90 90 90)', 'rgb(91 90 90)', false],
    ['image/png', 'rgb(90 90 90)', 'rgb(0 0 0)', true],
  ])('tells whether a %s of %s with a speck of %s is grey: %s', async (type, colour, other, grey) => {
    expect(await lookAtImage(await speck(type, colour, other))).toEqual({ grey });
  });

  test('fails where its picture is broken, as decoding does', async () => {
    const bytes = await picture(40, 24, 200);
    const table = bytes.findIndex((byte, i) => byte === 0xff && bytes[i + 1] === 0xc4);
    bytes.fill(0xff, table + 5, table + 21);
    const expected = await decodeImage(new Blob([bytes])).catch(String);
    expect(await lookAtImage(bytes).catch(String)).toBe(expected);
    expect(expected).toContain('could not be decoded');
  });
});

describe('a small set in the browser', () => {
  const shades = { a: 60, b: 120, c: 180, d: 240 };
  const size = { a: [64, 48], b: [40, 60], c: [64, 48], d: [33, 20] } as const;
  const object = { a: 'dog 3 3 30 30', b: 'cat 1 1 40 60', c: 'cow 10 10 20 40', d: 'person 1 1 33 20' };
  const names = { train: 'train', val: 'val' };

  async function build(): Promise<Record<string, Uint8Array<ArrayBuffer>>> {
    const files: Record<string, Uint8Array<ArrayBuffer>> = {
      'VOCdevkit/VOC2007/ImageSets/Main/train.txt': text('a\nb\nc\n'),
      'VOCdevkit/VOC2007/ImageSets/Main/val.txt': text('d\n'),
    };
    for (const id of ['a', 'b', 'c', 'd'] as const) {
      const [width, height] = size[id];
      files[`VOCdevkit/VOC2007/JPEGImages/${id}.jpg`] = await picture(width, height, shades[id]);
      files[`VOCdevkit/VOC2007/Annotations/${id}.xml`] = text(annotation([object[id]], width, height));
    }
    return files;
  }

  test('reads alike from a folder, a zip and a tar, down to the pixels', async () => {
    const files = await build();
    const tar = writeTar(Object.entries(files).map(([path, body]) => ({ path, body })));
    const one = (name: string, data: Uint8Array) => [{ path: name, file: new File([new Uint8Array(data)], name) }];
    const sources = {
      folder: Object.entries(files).map(([path, body]) => ({ path, file: new File([body], path) })),
      deflated: one('set.zip', zipSync(files)),
      stored: one('set.zip', zipSync(files, { level: 0 })),
      tar: one('set.tar', tar),
      'tar.gz': one('set.tar.gz', gzipSync(tar)),
    };
    const read = async (source: { path: string; file: Blob }[]) => {
      // A set crosses to the data workers by structured cloning.
      const set = structuredClone(await importVoc(source, names));
      const samples = createVocSource(set);
      const train = await Promise.all([0, 1, 2].map((i) => samples.sample('train', i)));
      const { rejected, splits, allLists } = set;
      return { rejected, splits, allLists, samples: [...train, await samples.sample('val', 0)] };
    };
    const expected = await read(sources.folder);
    expect(expected.allLists).toEqual({ images: 4, objects: 4 });
    expect(expected.samples.map(({ id, width, height }) => [id, width, height])).toEqual(
      Object.entries(size).map(([id, [width, height]]) => [id, width, height]),
    );
    for (const [i, shade] of Object.values(shades).entries()) {
      expect(Math.abs(expected.samples[i].pixels.at(-3)! - shade)).toBeLessThan(12);
    }
    for (const source of [sources.deflated, sources.stored, sources.tar, sources['tar.gz']]) {
      expect(await read(source)).toEqual(expected);
    }
  });

  test('goes on without an image whose body is broken, and says which', async () => {
    const files = await build();
    const path = 'VOCdevkit/VOC2007/JPEGImages/b.jpg';
    // Impossible Huffman tables: sizes, segments and the end mark are in order, so that only the decoder can tell.
    const bytes = files[path];
    const table = bytes.findIndex((byte, i) => byte === 0xff && bytes[i + 1] === 0xc4);
    bytes.fill(0xff, table + 5, table + 21);
    const set = await importVoc(
      Object.entries(files).map(([path, body]) => ({ path, file: new Blob([body]) })),
      names,
    );
    const anchors = generateAnchors({ inputSize: 32, maps: [4], steps: [8], sizes: [10, 20], ratios: [[1, 2, 0.5]] });
    const options = { size: 32, anchors, augment: null, seedWords: [] };
    const batch = await makeBatch(createVocSource(set), 'train', [0, 1, 2], options);
    expect(set.rejected).toEqual([]);
    expect(batch.rejected).toEqual([
      { file: path, object: null, reason: expect.stringMatching(/^image does not decode: /) },
    ]);
    expect(batch.ids).toEqual(['a', 'c', 'c']);
  });
});
