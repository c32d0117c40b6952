import { zipSync } from 'fflate';
import { describe, expect, test } from 'vitest';
import { vocClasses } from '../../ssd';
import { writeTar } from '../archive/tar.fixture';
import { importVoc } from './import-voc';
import { annotation, bareJpeg, file, list, pair } from './voc.fixture';

const names = { train: 'train', val: 'val' };
const dog = 'dog 10 20 30 40';
const good = [...pair('1', dog), ...pair('2', 'cat 1 1 100 80'), list('train', '1'), list('val', '2')];
const load = (...files: { path: string; file: Blob }[]) => importVoc(files, names);

describe('importing a VOC set', () => {
  test('lists choose the images of the splits, and all lists count', async () => {
    const set = await load(...good, ...pair('3', dog, dog), list('test', '3', '1'), ...pair('unlisted', dog));
    expect(set.records.map(({ id }) => id)).toEqual(['1', '2', '3']);
    expect(set.splits).toEqual({ train: [0], val: [1] });
    expect(set.allLists).toEqual({ images: 3, objects: 4 });
    expect(set.classes).toEqual(vocClasses);
    expect(set.records[0]).toMatchObject({ file: 'VOC/JPEGImages/1.jpg', width: 100, height: 80 });
    expect(set.records[0].objects).toEqual([
      { className: 'dog', box: [9, 19, 29, 39], difficult: false, truncated: null },
    ]);
    expect([set.rejected, set.notes]).toEqual([[], []]);
  });

  test('folder, zip and tar give the same set, in whatever order the files come', async () => {
    const bodies = await Promise.all(
      good.map(async ({ path, file }) => ({ path, body: new Uint8Array(await file.arrayBuffer()) })),
    );
    const zip = zipSync(Object.fromEntries(bodies.map(({ path, body }) => [path, body])));
    const tar = writeTar(bodies.toReversed());
    const plain = (set: object) => JSON.stringify(set, (key, value) => (key === 'image' ? null : value));
    const expected = plain(await load(...good));
    expect(plain(await load(...good.toReversed()))).toBe(expected);
    expect(plain(await load({ path: 'a.zip', file: new Blob([new Uint8Array(zip)]) }))).toBe(expected);
    expect(plain(await load({ path: 'a.tar', file: new Blob([tar]) }))).toBe(expected);
  });

  test('other lists may be named; the lists of one class leave out the images without it', async () => {
    const lists = [list('dog_train', '1  1', '2 -1'), list('test', '2')];
    const set = await importVoc([...pair('1', dog), ...pair('2', 'cat 1 1 9 9'), ...lists], {
      train: 'dog_train',
      val: 'test',
    });
    expect(set.splits).toEqual({ train: [0], val: [1] });
  });

  test('without lists all annotated images are split in the same way every time', async () => {
    const files = Array.from({ length: 10 }, (_, i) => pair(`p${i}`, dog)).flat();
    const set = await load(...files);
    expect([set.splits.train.length, set.splits.val.length, set.allLists.images]).toEqual([8, 2, 10]);
    const split = 'split 10 images into 8 for train and 2 for val, stratified by class';
    expect(set.notes).toEqual([`VOC/ImageSets/Main has no list: ${split}`]);
    expect((await load(...files.toReversed())).records).toEqual(set.records);
    const [single] = (await load(...files, list('default', 'p1', 'p2', 'p3'))).notes;
    expect(single).toBe(
      'VOC/ImageSets/Main has default but neither train nor val: split 3 images into 2 for train and 1 for val, stratified by class',
    );
  });

  test('of several roots the first is read, and a note says so', async () => {
    const other = [file('VOC2/Annotations/9.xml', annotation([dog])), file('VOC2/JPEGImages/9.jpg', bareJpeg(100, 80))];
    const set = await load(...other, ...good);
    expect(set.records.map(({ id }) => id)).toEqual(['1', '2']);
    expect(set.notes).toEqual(['read VOC/ and not VOC2/']);
  });

  test('the root may be the top folder', async () => {
    const top = good.map(({ path, file }) => ({ path: path.replace('VOC/', ''), file }));
    expect((await load(...top)).allLists.images).toBe(2);
  });

  test('a photograph in both splits is noted, also under its VOC2012 name', async () => {
    const set = await load(
      ...pair('000032', dog),
      ...pair('2007_000032', dog),
      list('train', '000032'),
      list('val', '2007_000032'),
    );
    expect(set.notes).toEqual(['photographs of val that are in train too: 1 (2007_000032); they flatter the mAP']);
  });

  test('an aborted signal ends the import', async () => {
    const controller = new AbortController();
    const onProgress = (_: number, total: number | null) => {
      if (total !== null) controller.abort(new Error('stopped by the user'));
    };
    const running = importVoc(good, { ...names, signal: controller.signal, onProgress });
    await expect(running).rejects.toThrow('stopped by the user');
  });
});

describe('what an import refuses', () => {
  const bad = async (...files: { path: string; file: Blob }[]) => (await load(...good, ...files)).rejected;

  test('a list that names a missing image or annotation, once for all lists', async () => {
    const [lonely] = pair('no-image', dog);
    const [, picture] = pair('no-xml');
    expect(await bad(lonely, picture, list('more', '1', 'no-image'), list('z', 'no-image', 'no-xml', 'ghost'))).toEqual(
      [
        {
          file: 'VOC/ImageSets/Main/more.txt',
          object: null,
          reason: 'line 2 names "no-image", but there is no image JPEGImages/no-image.jpg',
        },
        {
          file: 'VOC/ImageSets/Main/z.txt',
          object: null,
          reason: 'line 2 names "no-xml", but there is no annotation Annotations/no-xml.xml',
        },
        {
          file: 'VOC/ImageSets/Main/z.txt',
          object: null,
          reason:
            'line 3 names "ghost", but there is no annotation Annotations/ghost.xml and no image JPEGImages/ghost.jpg',
        },
      ],
    );
  });

  test('XML that does not parse, a broken JPEG, and a size that is not the image’s', async () => {
    const [, picture] = pair('x');
    const [xml] = pair('y', dog);
    const rejected = await bad(
      file('VOC/Annotations/x.xml', '<annotation><object></annotation>'),
      picture,
      xml,
      file('VOC/JPEGImages/y.jpg', 'not a picture'),
      file('VOC/Annotations/z.xml', annotation([dog], 80, 100)),
      file('VOC/JPEGImages/z.jpg', bareJpeg(100, 80)),
      file('VOC/Annotations/tiny.xml', annotation([], 3, 2)),
      file('VOC/JPEGImages/tiny.jpg', bareJpeg(3, 2)),
      list('test', 'x', 'y', 'z', 'tiny'),
    );
    expect(rejected.map(({ file, object, reason }) => [file, object, reason])).toEqual([
      ['VOC/Annotations/x.xml', null, expect.stringMatching(/^XML does not parse: line 1/)],
      ['VOC/JPEGImages/y.jpg', null, 'not a JPEG or a PNG: it starts with bytes 6e 6f'],
      ['VOC/JPEGImages/tiny.jpg', null, 'image has 3 x 2 pixels; expected at least 8 on a side'],
      ['VOC/Annotations/z.xml', null, 'annotation is for 80 x 100 pixels; the image has 100 x 80'],
    ]);
  });

  test('a size of 0 is an omission and no reason', async () => {
    const xml = file('VOC/Annotations/x.xml', annotation([dog], 0, 0));
    expect(await bad(xml, pair('x')[1], list('test', 'x'))).toEqual([]);
  });

  test('boxes without extent or outside the image, by their place', async () => {
    const rejected = await bad(...pair('x', 'dog 9 1 9 5', dog, 'dog 9 1 101 5'), list('test', 'x'));
    expect(rejected).toEqual([
      { file: 'VOC/Annotations/x.xml', object: 1, reason: 'dog: box (9, 1, 9, 5) has xmax <= xmin' },
      { file: 'VOC/Annotations/x.xml', object: 3, reason: 'dog: box (9, 1, 101, 5) is outside the 100 x 80 image' },
    ]);
  });

  test('an image of which no object is left, but not one that has none', async () => {
    const set = await load(...good, ...pair('x', 'dog 9 1 9 5'), ...pair('empty'), list('test', 'x', 'empty'));
    expect(set.records.map(({ id }) => id)).toEqual(['1', '2', 'empty']);
    expect(set.rejected.at(-1)).toEqual({
      file: 'VOC/Annotations/x.xml',
      object: null,
      reason: 'none of its objects can be used',
    });
  });

  test('a class name that is not VOC’s, in a set that is', async () => {
    const set = await load(...good, ...pair('x', dog, 'dragon 1 1 5 5'), list('test', 'x'));
    expect(set.classes.length).toBe(20);
    expect(set.rejected).toEqual([
      {
        file: 'VOC/Annotations/x.xml',
        object: 2,
        reason:
          'unknown class "dragon": the set uses the 20 VOC classes; for others, list all names in classes.txt beside Annotations',
      },
    ]);
  });
});

describe('the class list', () => {
  const own = [...pair('1', 'helmet 1 1 9 9', 'person 1 1 9 9'), ...pair('2', 'vest 1 1 9 9')];
  const lists = [list('train', '1'), list('val', '2')];

  test('is made of the names that occur where most are not VOC’s', async () => {
    expect((await load(...own, ...lists)).classes).toEqual(['helmet', 'person', 'vest']);
  });

  test('may be declared, in its own order, and then decides', async () => {
    const declared = file('VOC/classes.txt', 'vest\r\nperson\n\n');
    const set = await load(...own, ...lists, declared);
    expect(set.classes).toEqual(['vest', 'person']);
    expect(set.rejected[0].reason).toBe('unknown class "helmet": the set declares its own list');
    const labelmap = file('VOC/labelmap.txt', '# label:color_rgb:parts:actions\nbackground:0,0,0::\nvest:1,2,3::\n');
    await expect(load(...own, ...lists, labelmap)).rejects.toThrow(
      'no image of the train list can be used; it names 1',
    );
  });
});

describe('a set without anything to train on is an error that says what was found', () => {
  test.for<[string, { path: string; file: Blob }[], string]>([
    ['an empty folder', [], 'found no file at all: the folder is empty'],
    ['other files', [file('a/b.png', 'x'), file('c.doc', 'x')], 'found 2 files: b.png, c.doc'],
    [
      'other files in a tar',
      [{ path: 'a.tar', file: new Blob([writeTar([{ path: 'c.doc' }])]) }],
      'found 1 files: c.doc',
    ],
    ['no images', [pair('1', dog)[0]], 'VOC/Annotations has 1 files, but there is no image in VOC/JPEGImages'],
    ['a list that does not exist', good.slice(0, 5), 'no list "val": VOC/ImageSets/Main has train'],
    [
      'a list of ghosts',
      [...good.slice(0, 5), list('val', 'ghost')],
      'no image of the val list can be used; it names 1; first refusal: VOC/ImageSets/Main/val.txt: line 1 names "ghost"',
    ],
  ])('%s', async ([, files, message]) => {
    await expect(load(...files)).rejects.toThrow(message);
  });
});

describe('files as other tools leave them', () => {
  const text = (encoding: BufferEncoding, content: string) => [...Buffer.from(content, encoding)];
  const named = (...lines: (string | number[])[]) => file('VOC/ImageSets/Main/train.txt', ...lines);
  const two = [...pair('1', dog), ...pair('2', dog), ...pair('3', 'cat 1 1 100 80'), list('val', '3')];
  const trained = async (...files: Parameters<typeof load>) => {
    const { records, splits } = await load(...files);
    return splits.train.map((i) => records[i].id);
  };

  test.each<[string, string | number[]]>([
    ['lines of Windows and a mark', '\ufeff1\r\n2\r\n'],
    ['lines of the old Macintosh', '1\r2\r'],
    ['UTF-16, as PowerShell writes it', text('utf16le', '\ufeff1\r\n2\r\n')],
    ['tabs and flags', '1\t1\n2\t0\n3\t-1\n'],
  ])('a list with %s', async (_, content) => {
    expect(await trained(...two, named(content))).toEqual(['1', '2']);
  });

  test('names with spaces, of which a last number is no flag', async () => {
    const spaced = ['my dog', 'my dog 1', 'my dog 2'].flatMap((id) => pair(id, dog));
    expect(await trained(...two, ...spaced, named('my dog 1\nmy dog 2\nmy dog 1\nmy dog  0'))).toEqual([
      'my dog 1',
      'my dog 2',
      'my dog',
    ]);
  });

  test.each(['1.jpg', './JPEGImages/1.jpg', 'VOC\\JPEGImages\\1.JPG', 'VOC/JPEGImages/1.jpg VOC/Annotations/1.xml'])(
    'a list that names %s can be repaired',
    async (entry) => {
      const { findings } = await load(...two, named(entry));
      const [{ code, repair }] = findings.filter(({ severity }) => severity === 'error');
      expect([code, repair?.choices[0].label]).toEqual(['annotation-missing', 'Match 1.xml and 1.jpg']);
    },
  );

  test('a name whose accent is written the other way can be repaired', async () => {
    const { findings } = await load(...two, ...pair('cafe\u0301', dog), named('caf\u00e9'));
    expect(findings.find(({ severity }) => severity === 'error')?.repair).not.toBeNull();
  });

  test.each<[string, number[]]>([
    ['UTF-16', text('utf16le', `\ufeff<?xml version="1.0" encoding="utf-16"?>${annotation(['k\u00fche 1 1 9 9'])}`)],
    [
      'the encoding that it names',
      text('latin1', `<?xml version="1.0" encoding="ISO-8859-1"?>${annotation(['k\u00fche 1 1 9 9'])}`),
    ],
    ['Latin-1 that it does not name', text('latin1', annotation(['k\u00fche 1 1 9 9']))],
  ])('an annotation in %s keeps its letters', async (_, content) => {
    const others = [...pair('2', 'k\u00fche 1 1 9 9'), list('train', '1'), list('val', '2')];
    const set = await load(file('VOC/Annotations/1.xml', content), pair('1')[1], ...others);
    expect(set.classes).toEqual(['k\u00fche']);
  });

  test('the characters that XML itself writes otherwise, and flags in words', async () => {
    const words = annotation(['salt&amp;p&#101;pper 1 1 9 9']).replace(
      '</object>',
      '<difficult>true</difficult><truncated>No</truncated></object>',
    );
    const set = await load(
      file('VOC/Annotations/1.xml', words),
      pair('1')[1],
      ...pair('2', 'dish 1 1 9 9'),
      list('train', '1'),
      list('val', '2'),
    );
    expect(set.records[0].objects).toMatchObject([{ className: 'salt&pepper', difficult: true, truncated: false }]);
  });

  test('endings in capitals, and a list of classes that names none', async () => {
    const loud = good.map(({ path, file }) => ({ path: path.replace('.xml', '.XML').replace('.jpg', '.JPG'), file }));
    expect(await trained(...loud, file('VOC/classes.txt', '# none\n'))).toEqual(['1']);
  });

  test('of two images with one name the first is used, of two members with one path the last, and both are said', async () => {
    const png = file('VOC/JPEGImages/1.png', 'not used');
    expect(await load(...good, png)).toMatchObject({
      findings: [
        { code: 'file-twice', file: png.path, reason: 'is not used: VOC/JPEGImages/1.jpg has its name' },
        {},
        {},
      ],
      rejected: [],
    });
    const bodies = await Promise.all(
      [...good, file('VOC/Annotations/1.xml', annotation(['horse 1 1 9 9']))].map(async ({ path, file }) => ({
        path,
        body: new Uint8Array(await file.arrayBuffer()),
      })),
    );
    const set = await load({ path: 'a.tar', file: new Blob([writeTar([{ path: 'label', type: 'V' }, ...bodies])]) });
    expect(set.records[0].objects[0].className).toBe('horse');
    expect(set.findings[0]).toMatchObject({ reason: 'stands in the archive again; the last one is used' });
    expect(set.rejected).toEqual([]);
  });
});
