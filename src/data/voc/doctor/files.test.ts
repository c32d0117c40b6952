/** @file What is found in the files of a set: sizes, images and lists that do not fit each other. */
import { describe, expect, test } from 'vitest';
import type { VocSet } from '../../types';
import { openVoc } from '../import-voc';
import { annotation, bareJpeg, file, list, pair, picture } from '../voc.fixture';
import { boxes, codes, dog, flagged, found, lists, open, openX, repaired, val, withXml, xml } from './doctor.fixture';
import { examine } from './examine';

describe('the size that an annotation gives', () => {
  const sized = (width: number, height: number, ...objects: string[]) =>
    withXml(flagged(annotation(objects, width, height)));

  test('is the image’s where it is 0', async () => {
    const opened = await sized(0, 0, dog);
    const finding = found(opened, 'size-missing');
    expect(finding.reason).toBe('width is 0 and height is 0; the image has 100 x 80 pixels');
    expect(finding.repair!.patches).toEqual([
      {
        file: xml,
        object: null,
        before: { filename: null, width: 0, height: 0 },
        after: { filename: null, width: 100, height: 80 },
      },
    ]);
    expect(boxes(opened.set)).toEqual([[9, 19, 29, 39]]);
  });

  test('of a copy of another size scales its boxes', async () => {
    const opened = await sized(200, 160, 'dog 21 41 60 80');
    const finding = found(opened, 'size-wrong');
    expect([finding.severity, boxes(opened.set)]).toEqual(['error', undefined]);
    expect(finding.repair!.choices.map(({ value }) => value)).toEqual(['scale', 'size']);
    expect(boxes(repaired(opened, finding))).toEqual([[10, 20, 29, 39]]);
    expect(boxes(repaired(opened, finding, 'size'))).toEqual([[20, 40, 59, 79]]);
    expect(finding.repair!.patches.map(({ object }) => object)).toEqual([null, 1]);
  });

  test('of a rotated copy is written anew if the boxes fit, and is for a person to see if not', async () => {
    const fits = found(await sized(80, 100, dog), 'size-wrong');
    expect(fits.repair!.choices.map(({ value }) => value)).toEqual(['size']);
    const rotated = file(xml, annotation([dog, 'cat 1 1 20 95'], 80, 100));
    const opened = await open(...val, ...pair('a', dog), rotated, picture('x'), list('train', 'a', 'x'));
    expect(found(opened, 'size-wrong').repair).toBeNull();
  });
});

describe('the image of an annotation', () => {
  const named = (name: string) => annotation([dog]).replace('<folder>', `<filename>${name}</filename><folder>`);

  test.each(['x.jpg', 'X.JPG', 'x', 'C:\\photos\\x.png'])('is named %s rightly', async (name) => {
    expect(codes((await withXml(named(name))).set.findings)).toEqual([]);
  });

  test('that is named otherwise is a warning', async () => {
    const opened = await withXml(named('y.jpg'));
    const finding = found(opened, 'filename-wrong');
    expect(finding).toMatchObject({
      severity: 'warning',
      reason: 'filename is "y.jpg"; the image of this annotation is x.jpg',
    });
    expect(finding.repair!.patches[0].after!.filename).toBe('x.jpg');
    expect(opened.set.records).toHaveLength(2);
  });

  test('that is not there is matched by the name that the annotation gives', async () => {
    const opened = await openX(...pair('other', dog), file(xml, named('photo.jpg')), picture('photo'));
    expect(opened.set.records.map(({ id }) => id)).toEqual(['v']);
    const finding = found(opened, 'image-missing');
    expect(finding).toMatchObject({
      file: 'VOC/ImageSets/Main/train.txt',
      line: 1,
      severity: 'error',
      reason: 'line 1 names "x", but there is no image JPEGImages/x.jpg',
    });
    expect(finding.repair!.choices[0].label).toBe('Match x.xml and photo.jpg');
    expect(repaired(opened, finding).records.map(({ id, file }) => [id, file])).toEqual(
      [
        ['v', 'VOC/JPEGImages/v.jpg'],
        ['x', 'VOC/JPEGImages/photo.jpg'],
      ].toReversed(),
    );
  });

  test('is matched without regard to case, and to an ending in the list', async () => {
    const opened = await open(...val, ...pair('IMG_1', dog), list('train', 'img_1.jpg'));
    const finding = found(opened, 'annotation-missing');
    expect(boxes(repaired(opened, finding), 'img_1.jpg')).toHaveLength(1);
  });

  test('that nothing matches is refused for good', async () => {
    const opened = await openX(...pair('x', dog), list('more', 'x', 'ghost'));
    expect(found(opened, 'annotation-missing')).toMatchObject({
      file: 'VOC/ImageSets/Main/more.txt',
      line: 2,
      repair: null,
    });
  });

  test('that is broken, tiny or not an image is refused, with the line where XML breaks', async () => {
    const { set } = await open(
      ...val,
      ...pair('x', dog),
      file('VOC/Annotations/y.xml', '<annotation>\n<object>\n</annotation>'),
      picture('y'),
      file('VOC/Annotations/z.xml', annotation([], 3, 2)),
      file('VOC/JPEGImages/z.jpg', bareJpeg(3, 2)),
      list('train', 'x', 'y', 'z'),
    );
    const errors = set.findings.filter(({ severity }) => severity === 'error');
    expect(errors.map(({ code, file, line, repair }) => [code, file, line, repair])).toEqual([
      ['annotation-unreadable', 'VOC/Annotations/y.xml', 3, null],
      ['image-unreadable', 'VOC/JPEGImages/z.jpg', null, null],
    ]);
  });

  test('that does not decode is refused, and one without colour is noted', async () => {
    const look = async (image: Uint8Array) => {
      const last = String.fromCharCode(image.at(-1)!);
      if (last === 'x') throw new Error('bad Huffman code');
      return { grey: last === 'g' };
    };
    const files = [...val, ...pair('x', dog), ...pair('g', dog), list('train', 'x', 'g')];
    const { set } = await openVoc(files, { ...lists, look });
    expect(found({ set }, 'image-unreadable')).toMatchObject({
      file: 'VOC/JPEGImages/x.jpg',
      reason: 'image does not decode: bad Huffman code',
    });
    expect(found({ set }, 'image-grey')).toMatchObject({ file: 'VOC/JPEGImages/g.jpg', severity: 'note' });
    const header = await openX(
      file(xml, annotation([dog])),
      file('VOC/JPEGImages/x.jpg', bareJpeg(100, 80, 0xc0, 8, 1)),
    );
    expect(found(header, 'image-grey').image).toBe('x');
  });

  test('without objects is noted and used; one whose objects are all unusable is refused', async () => {
    const empty = await openX(...pair('x'));
    expect(found(empty, 'objects-none')).toMatchObject({ file: xml, severity: 'note' });
    expect(boxes(empty.set)).toEqual([]);
    const opened = await open(...val, ...pair('a', dog), ...pair('x', 'dog 9 1 9 5'), list('train', 'a', 'x'));
    expect(found(opened, 'objects-unusable')).toMatchObject({ file: xml, severity: 'error' });
    // Its object was there: dropping it does not make the image background.
    expect(boxes(repaired(opened, found(opened, 'box-degenerate')))).toBeUndefined();
  });
});

describe('the lists', () => {
  const ids = ({ records, splits }: VocSet) => [splits.train, splits.val].map((side) => side.map((i) => records[i].id));

  test('that share a photograph leak, by its bytes or by VOC’s naming; it can be left out of either', async () => {
    const copy = [
      file('VOC/Annotations/copy.xml', annotation([dog])),
      file('VOC/JPEGImages/copy.jpg', bareJpeg(100, 80), 'a'),
    ];
    const opened = await open(
      ...[...pair('a', dog), ...pair('000032', dog), ...pair('2007_000032', dog), ...copy, ...pair('b', dog)],
      list('train', 'a', '000032', 'b'),
      list('val', 'copy', '2007_000032', 'b'),
    );
    const leaks = opened.set.findings.filter(({ code }) => code === 'image-leaks');
    expect(leaks.map(({ line, image, reason }) => [line, image, reason])).toEqual([
      [1, 'copy', 'copy of val is the same photograph as a in train; that flatters the mAP'],
      [2, '2007_000032', '2007_000032 of val is the same photograph as 000032 in train; that flatters the mAP'],
      [3, 'b', 'b of val is in train too; that flatters the mAP'],
    ]);
    expect(leaks[0].repair!.patches).toEqual([
      { file: 'VOC/ImageSets/Main/train.txt', object: null, before: { id: 'a' }, after: null },
    ]);
    expect(ids(repaired(opened, leaks[0]))).toEqual([
      ['000032', 'b'],
      ['copy', '2007_000032', 'b'],
    ]);
    expect(ids(repaired(opened, leaks[2], 'val'))[1]).toEqual(['copy', '2007_000032']);
    const clean = examine(opened.files, Object.fromEntries(leaks.map(({ id }) => [id, 'val'])));
    expect([clean.splits.val, clean.notes]).toEqual([[], []]);
  });

  test('that share several copies of a photograph leave out all of them', async () => {
    const copies = ['a', 'b', 'c'].flatMap((id) => [
      file(`VOC/Annotations/${id}.xml`, annotation([dog])),
      file(`VOC/JPEGImages/${id}.jpg`, bareJpeg(100, 80), 'same'),
    ]);
    const opened = await open(...copies, ...pair('x', dog), list('train', 'a', 'b', 'x'), list('val', 'c'));
    const leak = found(opened, 'image-leaks');
    expect(leak.repair!.patches.map(({ before }) => before!.id)).toEqual(['a', 'b']);
    expect(ids(repaired(opened, leak))).toEqual([['x'], ['c']]);
  });

  test('that hold a photograph twice are warned of, and a name twice noted', async () => {
    const copy = [
      file('VOC/Annotations/copy.xml', annotation([dog])),
      file('VOC/JPEGImages/copy.jpg', bareJpeg(100, 80), 'a'),
    ];
    const opened = await open(...val, ...pair('a', dog), ...copy, list('train', 'a', 'copy', 'a'));
    const finding = found(opened, 'image-twice');
    expect(finding).toMatchObject({ line: 2, severity: 'warning', reason: 'copy is the same photograph as a' });
    expect(found(opened, 'list-twice')).toMatchObject({ line: 3, severity: 'note' });
    expect(ids(repaired(opened, finding))).toEqual([['a'], ['v']]);
  });

  test('that leave annotated images out are noted once', async () => {
    const opened = await openX(...pair('x', dog), ...pair('y', dog), ...pair('z', dog));
    expect(found(opened, 'image-unlisted').reason).toBe('2 annotated images are in no list: y, z');
  });

  test('that are missing make every image count, also one without an annotation', async () => {
    const opened = await open(...pair('x', dog), ...pair('y', dog), picture('z'));
    expect(found(opened, 'image-without-annotation')).toMatchObject({
      file: 'VOC/JPEGImages/z.jpg',
      severity: 'warning',
    });
  });
});
