import { expect, test } from 'vitest';
import { readImageHeader } from './image-header';
import { bareJpeg } from './voc.fixture';

const size = (...parts: (number[] | string)[]) =>
  readImageHeader(Uint8Array.from(parts.flatMap((part) => (typeof part === 'string' ? [...Buffer.from(part)] : part))));
const png = [0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10, 0, 0, 0, 13, 0x49, 0x48, 0x44, 0x52, 0, 0, 2, 1, 0, 0, 0, 7, 8, 2];
const pngEnd = [0, 0, 0, 0, 0x49, 0x45, 0x4e, 0x44, 0xae, 0x42, 0x60, 0x82];

test('the size of a JPEG is in its frame header, behind headers of any length', async () => {
  expect(await size(bareJpeg(500, 375))).toEqual({ width: 500, height: 375, grey: false });
  expect(await size(bareJpeg(70, 300, 0xc2))).toEqual({ width: 70, height: 300, grey: false });
  const [start, ...rest] = [bareJpeg(9, 8).slice(0, 2), bareJpeg(9, 8).slice(2)];
  const profile = [0xff, 0xff, 0xe2, 0xff, 0xff, ...new Array(65533).fill(0xd9)];
  expect(await size(start, profile, profile, ...rest)).toEqual({ width: 9, height: 8, grey: false });
});

test('a grey image is told by its only component or by its colour type', async () => {
  expect((await size(bareJpeg(9, 8, 0xc0, 8, 1))).grey).toBe(true);
  expect((await size([...png.slice(0, 25), 4], pngEnd)).grey).toBe(true);
  expect((await size([...png.slice(0, 25), 3], pngEnd)).grey).toBe(false);
});

test('the end mark of a JPEG may be followed by anything', async () => {
  expect(await size(bareJpeg(9, 8), 'a film'.repeat(2000))).toEqual({ width: 9, height: 8, grey: false });
});

test('the size of a PNG is in its first chunk', async () => {
  expect(await size(png, pngEnd)).toEqual({ width: 513, height: 7, grey: false });
});

test.for<[string, (number[] | string)[], string]>([
  ['an empty file', [], 'the file is empty; expected a JPEG or a PNG'],
  ['text', ['hello'], 'not a JPEG or a PNG: it starts with bytes 68 65'],
  ['a JPEG of two bytes', [[0xff, 0xd8]], 'JPEG headers are broken or cut short at byte 2'],
  ['a JPEG cut in a header', [bareJpeg(9, 8).slice(0, 7)], 'JPEG is cut short in its headers'],
  ['a JPEG cut in its frame', [bareJpeg(9, 8).slice(0, 14)], 'JPEG is cut short in its frame header'],
  ['a JPEG cut in its picture', [bareJpeg(9, 8).slice(0, -2)], 'JPEG is cut short: it has no end mark'],
  ['a JPEG of nothing', [[0xff, 0xd8, 0xff, 0xd9]], 'JPEG ends before any picture data'],
  ['a JPEG without a frame', [[0xff, 0xd8, 0xff, 0xda]], 'JPEG has no frame header before its picture data'],
  ['a JPEG of no width', [bareJpeg(0, 8)], 'JPEG says it is 0 x 8; expected at least 1 x 1'],
  ['a 12-bit JPEG', [bareJpeg(9, 8, 0xc1, 12)], 'JPEG has 12 bits a sample; expected 8'],
  ['a lossless JPEG', [bareJpeg(9, 8, 0xc3)], 'JPEG coding process c3; expected baseline, extended or progressive'],
  ['a PNG cut in its header', [png.slice(0, 20)], 'PNG header is broken or cut short'],
  ['a PNG cut in its picture', [png], 'PNG is cut short: it has no end chunk'],
])('%s is refused', async ([, parts, reason]) => {
  await expect(size(...parts)).rejects.toThrow(new Error(reason));
});
