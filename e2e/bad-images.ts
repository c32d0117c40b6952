/**
 * @file One defect each of an image, its annotation or its place in a list, as people's data sets have them and as someone
 * who means harm would make them: with the report that each must get while the images beside it are used.
 *
 * The lines of this file are its data: a defect a few lines.
 */
import { annotation, bareJpeg } from '../src/data/voc/voc.fixture';
import { height, pair, picture, type VocFiles, width } from './voc-folder';

export interface Refusal {
  file: string;
  object: number | null;
  /** The reason begins with this, or has it within. */
  reason: string;
}

/** Something wrong with one image of a set. */
export interface BadImage {
  kind: 'image' | 'xml' | 'list';
  name: string;
  /** The files of the image with this id. */
  files(id: string): VocFiles;
  refusals(id: string): Refusal[];
  /** What the list calls it, if not by its id. */
  listed?: string;
}

const box = 'dog 10 10 60 60';
const bytes = (...parts: (string | readonly number[])[]) =>
  Uint8Array.from(parts.flatMap((part) => (typeof part === 'string' ? [...Buffer.from(part, 'latin1')] : part)));
const jpeg = bareJpeg(width, height);
const png = [...picture];

/** An image whose file is bad; the annotation is good. */
function image(name: string, content: Uint8Array, reason: string, ending = 'jpg'): BadImage {
  return {
    kind: 'image',
    name,
    files: (id) => ({ [`Annotations/${id}.xml`]: annotation([box]), [`JPEGImages/${id}.${ending}`]: content }),
    refusals: (id) => [{ file: `JPEGImages/${id}.${ending}`, object: null, reason }],
  };
}

/** An annotation that is bad as a whole; the image is good. */
function xml(name: string, content: string | Uint8Array, reason: string): BadImage {
  return {
    kind: 'xml',
    name,
    files: (id) => ({ ...pair(id, box), [`Annotations/${id}.xml`]: content }),
    refusals: (id) => [{ file: `Annotations/${id}.xml`, object: null, reason }],
  };
}

/** An annotation whose second object is bad. */
function object(name: string, written: string, reason: string): BadImage {
  return {
    kind: 'xml',
    name,
    files: (id) => ({
      ...pair(id, box),
      [`Annotations/${id}.xml`]: annotation([box]).replace('</annotation>', `${written}</annotation>`),
    }),
    refusals: (id) => [{ file: `Annotations/${id}.xml`, object: 2, reason }],
  };
}

function element(name: string, [xmin, ymin, xmax, ymax]: readonly (string | number)[]): string {
  const bndbox = `<xmin>${xmin}</xmin><ymin>${ymin}</ymin><xmax>${xmax}</xmax><ymax>${ymax}</ymax>`;
  return `<object><name>${name}</name><bndbox>${bndbox}</bndbox></object>`;
}

const images: BadImage[] = [
  image('a JPEG that is cut short', bytes(jpeg.slice(0, -2)), 'JPEG is cut short: it has no end mark'),
  image('a JPEG whose picture does not decode', bytes(jpeg), 'image does not decode'),
  image('a JPEG that is cut in its headers', bytes(jpeg.slice(0, 12)), 'JPEG is cut short in its'),
  image('a JPEG that ends before its picture', bytes([0xff, 0xd8, 0xff, 0xd9]), 'JPEG ends before any picture data'),
  image('a JPEG without a frame', bytes([0xff, 0xd8, 0xff, 0xda, 0, 2, 0xff, 0xd9]), 'JPEG has no frame header'),
  image('a JPEG of noise', bytes([0xff, 0xd8], 'noise'), 'JPEG headers are broken or cut short at byte'),
  image('a JPEG of twelve bits', bytes(bareJpeg(width, height, 0xc1, 12)), 'JPEG has 12 bits a sample; expected 8'),
  image('a JPEG without loss', bytes(bareJpeg(width, height, 0xc3)), 'JPEG coding process c3; expected baseline'),
  image('a JPEG of no size', bytes(bareJpeg(0, 0)), 'JPEG says it is 0 x 0; expected at least 1 x 1'),
  image('an image of two pixels', bytes(bareJpeg(2, 1)), 'image has 2 x 1 pixels; expected at least 8 on a side'),
  image(
    'an image of a billion pixels',
    bytes(bareJpeg(60000, 60000)),
    'image has 60000 x 60000 pixels; expected at most',
  ),
  image('a text that is called an image', bytes('not a picture'), 'not a JPEG or a PNG: it starts with bytes 6e 6f'),
  image(
    'a GIF that is called a JPEG',
    bytes('GIF89a', [1, 0, 1, 0, 0]),
    'not a JPEG or a PNG: it starts with bytes 47 49',
  ),
  image('a WebP that is called a JPEG', bytes('RIFF', [0, 0, 0, 0], 'WEBPVP8 '), 'bytes 52 49, as a WebP does'),
  image(
    'an image that was not fetched',
    bytes('version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 9\n'),
    'as the pointer of Git LFS to a file that was not fetched does',
  ),
  image('an image of no bytes', bytes(), 'the file is empty; expected a JPEG or a PNG'),
  image('a PNG that is cut short', bytes(png.slice(0, -12)), 'PNG is cut short: it has no end chunk', 'png'),
  image('a PNG of its signature alone', bytes(png.slice(0, 8)), 'PNG header is broken or cut short', 'png'),
  image('a PNG with another first chunk', bytes(png.with(13, 0x58)), 'PNG header is broken or cut short', 'png'),
  image('a PNG without pixels', bytes(png.slice(0, 33), png.slice(-12)), 'image does not decode', 'png'),
];

const laughs = Array.from({ length: 9 }, (_, i) => `<!ENTITY e${i + 1} "${`&e${i};`.repeat(10)}">`).join('');
const good = annotation([box]);

const annotations: BadImage[] = [
  xml('XML that does not parse', '<annotation>\n<object>\n</annotation>', 'XML does not parse: line 3'),
  xml('an annotation of no bytes', '', 'XML does not parse'),
  xml('an annotation in JSON', '{"objects": []}', 'XML does not parse'),
  xml('a page instead of an annotation', '<html><body/></html>', 'root element is <html>; expected <annotation>'),
  xml('XML in UTF-16 that does not say so', Buffer.from(good, 'utf16le'), 'XML does not parse'),
  xml(
    'an encoding that nobody knows',
    `<?xml version="1.0" encoding="klingon"?>${good}`,
    'its encoding is "klingon"; expected UTF-8',
  ),
  xml(
    'an entity that reads a file',
    `<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]>${good}`,
    'External entities',
  ),
  xml(
    'elements in elements in elements',
    `<annotation>${'<a>'.repeat(9999)}${'</a>'.repeat(9999)}</annotation>`,
    'nested',
  ),
  xml(
    'ten thousand objects and one',
    `<annotation>${'<object/>'.repeat(10_001)}</annotation>`,
    'has 10001 objects; expected',
  ),
  xml(
    'a class name without end',
    annotation([`${'x'.repeat(5000)} 1 1 9 9`]),
    '<name> has 5000 characters; expected at most',
  ),
  xml('a name that the language reserves', '<annotation><__proto__><size/></__proto__></annotation>', '__proto__'),
  xml(
    'the size of another image',
    annotation([box], 333, 500),
    'annotation is for 333 x 500 pixels; the image has 100 x 80',
  ),
  object('an object without a name', '<object><bndbox/></object>', 'object has no name'),
  object('an empty object', '<object/>', 'object has no name'),
  object('an unknown class', element('unicorn', [10, 10, 60, 60]), 'unknown class "unicorn"'),
  object('a class name that is markup', element('&lt;img src=x&gt;', [1, 1, 9, 9]), 'unknown class'),
  object('an object without a box', '<object><name>cat</name></object>', 'cat has xmin missing; expected a number'),
  object('a side that is a word', element('cat', [10, 10, 'two', 40]), 'cat has xmax "two"; expected a number'),
  object('a side that is no number', element('cat', ['NaN', 10, 60, 40]), 'cat has xmin "NaN"; expected a number'),
  object('a side without end', element('cat', [1, 1, 'Infinity', 40]), 'cat has xmax "Infinity"; expected a number'),
  object('a side in other digits', element('cat', ['0x10', 10, 60, 40]), 'cat has xmin "0x10"; expected a number'),
  object('a side beyond numbers', element('cat', [1, 1, '1e999', 40]), 'cat has xmax "1e999"; expected a number'),
  object(
    'two boxes of one object',
    element('cat', [1, 1, 9, 9]).replace('</object>', '<bndbox><xmin>2</xmin></bndbox></object>'),
    'cat has 2 boxes; expected one',
  ),
  object('a box of no width', element('cat', [60, 10, 60, 40]), 'cat: box (60, 10, 60, 40) has xmax <= xmin'),
  object('a box of no height', element('cat', [10, 40, 60, 40]), 'cat: box (10, 40, 60, 40) has ymax <= ymin'),
  object('a box with its sides swapped', element('cat', [60, 10, 20, 40]), 'cat: box (60, 10, 20, 40) has xmax <'),
  object(
    'a box beyond the image',
    element('cat', [10, 10, 101, 40]),
    'cat: box (10, 10, 101, 40) is outside the 100 x 80',
  ),
  object(
    'a box before the image',
    element('cat', [-5, 10, 50, 40]),
    'cat: box (-5, 10, 50, 40) is outside the 100 x 80',
  ),
  object('a box of no image', element('cat', [900, 900, 950, 950]), 'is outside the 100 x 80 image'),
  object('a box at the end of numbers', element('cat', [1, 1, 1e308, 9]), 'is outside the 100 x 80 image'),
  {
    kind: 'xml',
    name: 'entities in entities, a billion in all',
    files: (id) => {
      const bomb = `<!DOCTYPE a [<!ENTITY e0 "ha">${laughs}]>${annotation([box, '&e9; 1 1 9 9'])}`;
      return { ...pair(id, box), [`Annotations/${id}.xml`]: bomb };
    },
    refusals: (id) => [{ file: `Annotations/${id}.xml`, object: 2, reason: 'unknown class "&e9;"' }],
  },
  {
    kind: 'xml',
    name: 'an annotation of five megabytes',
    files: (id) => ({ ...pair(id, box), [`Annotations/${id}.xml`]: `${good}${' '.repeat(5e6)}` }),
    refusals: (id) => [
      { file: `Annotations/${id}.xml`, object: null, reason: 'has 4.8 MiB; expected at most 4 MiB of a text' },
      { file: 'ImageSets/Main/train.txt', object: null, reason: `there is no annotation Annotations/${id}.xml` },
    ],
  },
];

const lists: BadImage[] = [
  {
    kind: 'list',
    name: 'an entry without an image',
    files: (id) => ({ [`Annotations/${id}.xml`]: good }),
    refusals: (id) => [listed(`names "${id}", but there is no image JPEGImages/${id}.jpg`)],
  },
  {
    kind: 'list',
    name: 'an entry without an annotation',
    files: (id) => ({ [`JPEGImages/${id}.png`]: picture }),
    refusals: (id) => [listed(`names "${id}", but there is no annotation Annotations/${id}.xml`)],
  },
  entry('an entry without any file', 'ghost'),
  entry('an entry that climbs out of the folder', '../../../etc/passwd'),
  entry('an entry that is markup', '<img/src=x/onerror=alert(1)>'),
  entry('an entry of other bytes', '\u0001\u0002\u0003'),
];

/** An entry of the train list that no file answers. */
function entry(name: string, id: string): BadImage {
  return {
    kind: 'list',
    name,
    listed: id,
    files: () => ({}),
    refusals: () => [listed(`names "${id}", but there is no`)],
  };
}

function listed(reason: string): Refusal {
  return { file: 'ImageSets/Main/train.txt', object: null, reason };
}

export const badImages: readonly BadImage[] = [...images, ...annotations, ...lists];
