import { expect, test } from 'vitest';
import { type Member, plainMember } from '../archive/member';
import { UnreadableImageError } from '../decode';
import { patternSample } from '../sample.fixture';
import type { VocRecord, VocSet } from '../types';
import { createVocSource } from './source';

const record = (id: string): VocRecord => ({
  id,
  file: `VOC/JPEGImages/${id}.jpg`,
  image: new Blob([id]),
  width: 10,
  height: 5,
  objects: [
    { className: 'dog', box: [1, 2, 8.5, 4], difficult: true, truncated: null },
    { className: 'cat', box: [0, 0, 9, 4], difficult: false, truncated: false },
  ],
});
const set: VocSet = {
  records: ['a', 'b', 'c', 'd'].map(record),
  classes: ['cat', 'dog'],
  splits: { train: [2, 0, 3], val: [1] },
  findings: [],
  rejected: [],
  notes: [],
  allLists: { images: 4, objects: 8 },
};

test('a sample is the decoded image with its objects', async () => {
  const source = createVocSource(set, { decode: async () => patternSample(10, 5) });
  expect([source.count('train'), source.count('val'), source.count('test-style')]).toEqual([3, 1, 0]);
  const { id, width, height, boxes, labels, difficult } = await source.sample('train', 0);
  expect([id, width, height]).toEqual(['c', 10, 5]);
  expect([...boxes]).toEqual([1, 2, 8.5, 4, 0, 0, 9, 4]);
  expect([[...labels], [...difficult]]).toEqual([
    [1, 0],
    [1, 0],
  ]);
});

test('decoded images are kept up to the byte budget', async () => {
  const decoded: string[] = [];
  const decode = async (image: Member) => {
    decoded.push(await (await plainMember(image)).text());
    return patternSample(10, 5);
  };
  const source = createVocSource(set, { decode, cacheBytes: 2 * 10 * 5 * 4 });
  for (const index of [0, 1, 0, 2, 1]) await source.sample('train', index);
  expect(decoded.join('')).toBe('cad');
});

test('one image asked for twice at a time is decoded once', async () => {
  let count = 0;
  const decode = async () => {
    count++;
    return patternSample(10, 5);
  };
  const source = createVocSource(set, { decode });
  await Promise.all([source.sample('val', 0), source.sample('val', 0)]);
  expect(count).toBe(1);
});

test('an image that does not decode, or to another size, is an error that names the file', async () => {
  const broken = createVocSource(set, {
    decode: async () => {
      throw new Error('bad Huffman code');
    },
  });
  await expect(broken.sample('val', 0)).rejects.toThrow(UnreadableImageError);
  await expect(broken.sample('val', 0)).rejects.toThrow(
    'VOC/JPEGImages/b.jpg: image does not decode: bad Huffman code',
  );
  const rotated = createVocSource(set, { decode: async () => patternSample(5, 10) });
  await expect(rotated.sample('val', 0)).rejects.toThrow('decodes to 5 x 10 pixels; its header says 10 x 5');
});

test('an index outside the split is an error', async () => {
  const source = createVocSource(set, { decode: async () => patternSample(10, 5) });
  await expect(source.sample('val', 1)).rejects.toThrow('VOC source: val has 1 images; got index 1');
});
