/**
 * @file Every kind of finding, each in a set that has nothing else wrong: where it stands, what it says, and what is
 * trained on once it is repaired.
 */
import { describe, expect, test } from 'vitest';
import type { Finding, ObjectAnnotation, VocSet } from '../../types';
import { type OpenedVoc, openVoc } from '../import-voc';
import { annotation, bareJpeg, file, list, pair, picture } from '../voc.fixture';
import { allRepairs, examine } from './examine';

type Files = ReturnType<typeof file>[];

const names = { train: 'train', val: 'val' };
const dog = 'dog 10 20 30 40';
const xml = 'VOC/Annotations/x.xml';
const val = [...pair('v', dog), list('val', 'v')];
const flags = '<difficult>0</difficult><truncated>0</truncated>';

const open = (...files: Files) => openVoc(files, names);
/** The set with x to train on, whose annotation is made of these files. */
const openX = (...files: Files) => open(...val, ...files, list('train', 'x'));
const withXml = (text: string) => openX(file(xml, text), picture('x'));
const withObjects = (...objects: string[]) => withXml(annotation(objects).replaceAll('</object>', `${flags}</object>`));

const codes = (findings: readonly Finding[]) =>
  findings.map(({ code }) => code).filter((code) => code !== 'flag-missing');
const found = ({ set }: OpenedVoc, code: string) => {
  const [first, ...others] = set.findings.filter((finding) => finding.code === code);
  expect(others).toEqual([]);
  return first;
};
const boxes = (set: VocSet, id = 'x') => set.records.find((record) => record.id === id)?.objects.map(({ box }) => box);
/** The set after one repair: its choice, or the likeliest. */
const repaired = ({ files }: OpenedVoc, { id, repair }: Finding, choice = repair!.choices[0].value) =>
  examine(files, { [id]: choice });

test('a set in order has nothing but notes of what it does not say', async () => {
  const { set } = await openX(...pair('x', dog));
  expect(set.findings.map(({ code, severity }) => [code, severity])).toEqual([
    ['flag-missing', 'note'],
    ['flag-missing', 'note'],
  ]);
});

describe('a box', () => {
  test('with minimum and maximum swapped is refused by its line, and swapped', async () => {
    const opened = await withObjects(dog, 'cat 60 50 20 10');
    const finding = found(opened, 'box-swapped');
    expect(finding).toMatchObject({
      file: xml,
      line: 2,
      object: 2,
      severity: 'error',
      reason: 'cat: box (60, 50, 20, 10) has xmax < xmin',
      image: 'x',
    });
    const facts = { name: 'cat', difficult: false, truncated: false };
    expect(finding.repair!.patches).toEqual([
      {
        file: xml,
        object: 2,
        before: { ...facts, xmin: 60, ymin: 50, xmax: 20, ymax: 10 },
        after: { ...facts, xmin: 20, ymin: 10, xmax: 60, ymax: 50 },
      },
    ]);
    expect(boxes(opened.set)).toEqual([[9, 19, 29, 39]]);
    const set = repaired(opened, finding);
    expect(boxes(set)).toEqual([
      [9, 19, 29, 39],
      [19, 9, 59, 49],
    ]);
    expect(set.findings.find(({ id }) => id === finding.id)!.repair!.applied).toBe('repair');
    expect(set.rejected).toEqual([]);
  });

  test('that reaches out of the image is refused, and clipped', async () => {
    const opened = await withObjects(dog, 'cat 60 50 108 90.5');
    const finding = found(opened, 'box-outside');
    expect(finding.reason).toBe('cat: box (60, 50, 108, 90.5) is outside the 100 x 80 image');
    expect(boxes(repaired(opened, finding))![1]).toEqual([59, 49, 99, 79]);
  });

  test('that lies beyond the image can only be dropped', async () => {
    const opened = await withObjects(dog, 'cat 160 50 180 70');
    const finding = found(opened, 'box-outside');
    expect(finding.repair!.choices.map(({ value }) => value)).toEqual(['drop']);
    expect(finding.repair!.patches[0].after).toBeNull();
    expect(boxes(repaired(opened, finding))).toHaveLength(1);
  });

  test('without extent is refused, and dropped', async () => {
    const opened = await withObjects(dog, 'cat 9 1 9 5');
    const finding = found(opened, 'box-degenerate');
    expect(finding.reason).toBe('cat: box (9, 1, 9, 5) has xmax <= xmin');
    const set = repaired(opened, finding);
    expect([boxes(set)?.length, set.rejected]).toEqual([1, []]);
  });

  test('that is swapped and outside has a finding of each, and both repairs together make it whole', async () => {
    const opened = await withObjects(dog, 'cat 120 10 20 50');
    expect(codes(opened.set.findings)).toEqual(['box-swapped', 'box-outside']);
    const [swap, clip] = opened.set.findings.filter(({ code }) => code.startsWith('box'));
    expect(boxes(repaired(opened, swap))).toHaveLength(1);
    expect(boxes(repaired(opened, clip))).toHaveLength(1);
    expect(boxes(examine(opened.files, allRepairs(opened.set.findings)))![1]).toEqual([19, 9, 99, 49]);
  });

  test('with a side that is no number is refused, and dropped', async () => {
    const opened = await withObjects(dog, 'cat 1 1 wide 5');
    expect(found(opened, 'box-unreadable').reason).toBe('cat has xmax "wide"; expected a number');
    expect(codes(repaired(opened, found(opened, 'box-unreadable')).findings)).toEqual(['box-unreadable']);
  });

  test('that stands twice is a warning, and once it is dropped stands once', async () => {
    const opened = await withObjects(dog, 'cat 1 1 5 5', dog);
    const finding = found(opened, 'object-twice');
    expect(finding).toMatchObject({
      severity: 'warning',
      object: 3,
      reason: 'dog: box (10, 20, 30, 40) is object 1 again',
    });
    expect(boxes(opened.set)).toHaveLength(3);
    expect(boxes(repaired(opened, finding))).toHaveLength(2);
  });

  test('that begins at 0 in a set that begins at 1 is a slip', async () => {
    const opened = await withObjects('dog 1 1 20 20', 'cat 1 5 20 20', 'cat 0 5 20 20');
    const finding = found(opened, 'box-from-zero');
    expect(finding).toMatchObject({ severity: 'warning', object: 3 });
    expect(finding.reason).toBe('cat: box (0, 5, 20, 20) begins at 0, where this set begins at 1');
    expect(boxes(opened.set)![2]).toEqual([-1, 4, 19, 19]);
    expect(boxes(repaired(opened, finding))![2]).toEqual([0, 4, 19, 19]);
  });
});

describe('the flags of an object', () => {
  test('that are missing are a note and read as no; they can be filled in', async () => {
    const opened = await withXml(annotation([dog]));
    const finding = opened.set.findings.find(({ file, code }) => file === xml && code === 'flag-missing')!;
    expect(finding).toMatchObject({
      severity: 'note',
      reason: 'dog does not say whether it is difficult or truncated',
    });
    const flagsOf = (set: VocSet) => set.records[0].objects.map(({ difficult, truncated }) => [difficult, truncated]);
    expect(flagsOf(opened.set)).toEqual([[false, null]]);
    expect(flagsOf(repaired(opened, finding))).toEqual([[false, false]]);
  });

  test('that call all objects of an image difficult are a note', async () => {
    const hard = annotation([dog]).replace('</object>', '<difficult>1</difficult><truncated>0</truncated></object>');
    const finding = found(await withXml(hard), 'objects-difficult');
    expect(finding).toMatchObject({ file: xml, severity: 'note', image: 'x' });
  });
});

describe('a class', () => {
  const classes = ({ records }: VocSet) => records[0].objects.map(({ className }: ObjectAnnotation) => className);

  test.each([
    ['Dog', 'dog'],
    ['potted plant', 'pottedplant'],
    ['motorcycle', 'motorbike'],
    ['aeroplan', 'aeroplane'],
    ['cats', 'cat'],
  ])('%s beside the 20 of VOC probably means %s', async (name, meant) => {
    const opened = await openX(
      file(xml, annotation([dog, 'bird 1 1 5 5', 'x 2 2 8 8']).replace('<name>x<', `<name>${name}<`)),
      picture('x'),
    );
    const finding = found(opened, 'class-unknown');
    expect(finding.repair!.choices[0]).toEqual({ value: `class ${meant}`, label: `Call it ${meant}` });
    expect(classes(opened.set)).toEqual(['dog', 'bird']);
    expect(classes(repaired(opened, finding))).toEqual(['dog', 'bird', meant]);
  });

  test('that is none of them is dropped, mapped to any other, or kept as a class of its own', async () => {
    const opened = await withObjects(dog, 'bird 1 1 5 5', 'dragon 2 2 8 8');
    const finding = found(opened, 'class-unknown');
    expect(finding.repair!.choices.map(({ value }) => value)).toEqual(['drop', 'class dragon']);
    expect(classes(repaired(opened, finding))).toEqual(['dog', 'bird']);
    expect(classes(repaired(opened, finding, 'class horse'))).toEqual(['dog', 'bird', 'horse']);
    const kept = repaired(opened, finding, 'class dragon');
    expect([classes(kept)[2], kept.classes.length, kept.classes.at(-1)]).toEqual(['dragon', 21, 'dragon']);
  });

  test('without a name has no likely one', async () => {
    const opened = await withXml(annotation([dog, 'x 1 1 5 5']).replace('<name>x</name>', ''));
    const finding = found(opened, 'class-unknown');
    expect([finding.reason, finding.object]).toEqual(['object has no name', 2]);
    expect(classes(repaired(opened, finding, 'class cat'))).toEqual(['dog', 'cat']);
  });

  test('that is written in two ways becomes one, and the list of the set shrinks', async () => {
    const opened = await openX(...pair('x', 'helmet 1 1 9 9', 'helmet 2 2 9 9', 'Helmet 3 3 9 9', 'vest 1 1 9 9'));
    expect(opened.set.classes).toEqual(['Helmet', 'dog', 'helmet', 'vest']);
    const finding = found(opened, 'class-spelling');
    expect(finding).toMatchObject({ severity: 'warning', reason: 'class "Helmet" is written "helmet" more often' });
    expect(repaired(opened, finding).classes).toEqual(['dog', 'helmet', 'vest']);
  });

  test('is any of any number', async () => {
    const many = Array.from({ length: 300 }, (_, i) => `part${i} 1 1 ${i + 2} 9`).slice(0, 98);
    const set = (await openX(...pair('x', ...many))).set;
    expect([set.classes.length, codes(set.findings)]).toEqual([99, []]);
  });
});

describe('the size that an annotation gives', () => {
  const sized = (width: number | string, height: number, ...objects: string[]) =>
    withXml(annotation(objects, width as number, height).replaceAll('</object>', `${flags}</object>`));

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
    const look = async (image: Blob) => {
      if ((await image.text()).endsWith('x')) throw new Error('bad Huffman code');
      return { grey: (await image.text()).endsWith('g') };
    };
    const files = [...val, ...pair('x', dog), ...pair('g', dog), list('train', 'x', 'g')];
    const { set } = await openVoc(files, { ...names, look });
    expect(found({ set } as OpenedVoc, 'image-unreadable')).toMatchObject({
      file: 'VOC/JPEGImages/x.jpg',
      reason: 'image does not decode: bad Huffman code',
    });
    expect(found({ set } as OpenedVoc, 'image-grey')).toMatchObject({ file: 'VOC/JPEGImages/g.jpg', severity: 'note' });
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

describe('the coordinates of a set', () => {
  test('count from 0 if as many boxes begin at 0 as at 1, and then 1 is added to all', async () => {
    const opened = await withObjects('dog 0 10 30 40', 'cat 5 0 99 70');
    const finding = found(opened, 'coordinates-from-zero');
    expect(finding).toMatchObject({ file: 'VOC/Annotations', severity: 'warning', object: null });
    expect(finding.reason).toContain('2 boxes begin at 0, 0 at 1, and none ends at the width or height');
    expect(finding.repair!.choices[0].value).toBe('all');
    expect(finding.repair!.patches).toHaveLength(3);
    expect(boxes(opened.set)![0]).toEqual([-1, 9, 29, 39]);
    expect(boxes(repaired(opened, finding))).toEqual([
      [0, 10, 30, 40],
      [5, 0, 99, 70],
    ]);
  });

  test('end behind the last pixel if they begin at 0 and reach the width', async () => {
    const opened = await withObjects('dog 0 10 100 40', 'cat 5 0 60 70');
    const finding = found(opened, 'coordinates-from-zero');
    expect(finding.repair!.choices[0].value).toBe('begin');
    const set = repaired(opened, finding);
    expect(boxes(set)![0]).toEqual([0, 10, 99, 39]);
    expect(set.rejected).toEqual([]);
  });

  test('count from 1 where the border is 1', async () => {
    expect(codes((await withObjects('dog 1 10 100 80', 'cat 5 1 60 70')).set.findings)).toEqual([]);
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

describe('repairs', () => {
  test('are the same findings however many are applied, and undone by examining without them', async () => {
    const opened = await withObjects(dog, 'cat 60 50 20 10', 'Dog 1 1 9 9', 'cow 5 5 120 20', 'cow 7 7 7 9');
    const all = allRepairs(opened.set.findings);
    const set = examine(opened.files, all);
    const unusable = ({ code }: Finding) => code !== 'objects-unusable';
    expect(set.findings.map(({ id }) => id)).toEqual(opened.set.findings.filter(unusable).map(({ id }) => id));
    expect(set.findings.every(({ repair }) => repair === null || repair.applied !== null)).toBe(true);
    expect([set.rejected, boxes(set)?.length]).toEqual([[], 4]);
    expect(examine(opened.files, {})).toEqual(opened.set);
  });

  test('that do not exist change nothing', async () => {
    const opened = await withObjects(dog, 'cat 60 50 20 10');
    const { id } = found(opened, 'box-swapped');
    expect(examine(opened.files, { [id]: 'levitate', 'box-swapped elsewhere#1': 'repair' })).toEqual(opened.set);
  });

  test('make a set open that has nothing else to train on', async () => {
    const opened = await withObjects('cat 60 50 20 10');
    expect(opened.set.splits.train).toEqual([]);
    expect(examine(opened.files, allRepairs(opened.set.findings)).splits.train).toEqual([0]);
    await expect(withObjects('cat 9 9 9 9')).rejects.toThrow('no image of the train list can be used; it names 1');
  });
});
