/**
 * @file A VOC tar of any size for the tests: real JPEGs made by a page, each image as large as a photograph of VOC and
 * unlike every other, in seconds and without the disk that it seems to take.
 */
import { closeSync, ftruncateSync, openSync, writeSync } from 'node:fs';
import type { Page } from '@playwright/test';
import { writeTar } from '../src/data/archive/tar.fixture';
import { annotation } from '../src/data/voc/voc.fixture';

const [width, height] = [500, 375];
/** The mean size of a photograph in VOC2007. */
const imageBytes = 88_000;

/** Pictures of a few coloured boxes, as JPEGs. */
export function makeJpegs(page: Page, count: number): Promise<Uint8Array[]> {
  const made = page.evaluate(
    async ([count, width, height]) => {
      const canvas = new OffscreenCanvas(width, height);
      const context = canvas.getContext('2d')!;
      const jpegs: number[][] = [];
      for (let i = 0; i < count; i++) {
        for (let box = 0; box < 8; box++) {
          context.fillStyle = `hsl(${i * 40 + box * 77} 70% ${20 + box * 8}%)`;
          context.fillRect((i * 53 + box * 61) % width, (i * 31 + box * 47) % height, 120, 90);
        }
        const blob = await canvas.convertToBlob({ type: 'image/jpeg', quality: 0.8 });
        jpegs.push([...new Uint8Array(await blob.arrayBuffer())]);
      }
      return jpegs;
    },
    [count, width, height] as const,
  );
  return made.then((jpegs) => jpegs.map((bytes) => Uint8Array.from(bytes)));
}

/**
 * Writes a set of `images` images to a tar: nine tenths train, one tenth validates.
 *
 * The pictures are filled up by JPEG comments of zeros, which the file system keeps as holes.
 */
export function writeBigTar(path: string, images: number, jpegs: readonly Uint8Array[]): void {
  const file = openSync(path, 'w');
  let end = 0;
  const write = (bytes: Uint8Array, at: number) => {
    writeSync(file, bytes, 0, bytes.length, at);
  };
  /** @param parts of the content, by their place in it */
  const add = (name: string, size: number, parts: readonly (readonly [place: number, bytes: Uint8Array])[]) => {
    write(writeTar([{ path: `VOCdevkit/VOC2007/${name}`, size }]).subarray(0, 512), end);
    for (const [place, bytes] of parts) write(bytes, end + 512 + place);
    end += 512 + Math.ceil(size / 512) * 512;
  };
  const addText = (name: string, text: string) => {
    const bytes = new TextEncoder().encode(text);
    add(name, bytes.length, [[0, bytes]]);
  };
  const ids = Array.from({ length: images }, (_, i) => String(i + 1).padStart(6, '0'));
  for (const [i, id] of ids.entries()) {
    const [x, y] = [1 + ((i * 53) % 300), 1 + ((i * 31) % 200)];
    const object = `${i % 2 === 0 ? 'dog' : 'car'} ${x} ${y} ${x + 119} ${y + 89}`;
    addText(`Annotations/${id}.xml`, annotation([object], width, height));
    const jpeg = jpegs[i % jpegs.length];
    const comment = Math.floor((imageBytes - jpeg.length) / 2);
    const head = (text: string) => Uint8Array.of(0xff, 0xfe, comment >> 8, comment & 255, ...Buffer.from(text));
    const rest = 2 + 2 * (comment + 2);
    add(`JPEGImages/${id}.jpg`, rest + jpeg.length - 2, [
      [0, jpeg.subarray(0, 2)],
      [2, head(id)],
      [2 + comment + 2, head('filler')],
      [rest, jpeg.subarray(2)],
    ]);
  }
  const isVal = (i: number) => i % 10 === 9;
  addText('ImageSets/Main/train.txt', ids.filter((_, i) => !isVal(i)).join('\n'));
  addText('ImageSets/Main/val.txt', ids.filter((_, i) => isVal(i)).join('\n'));
  ftruncateSync(file, end + 1024);
  closeSync(file);
}
