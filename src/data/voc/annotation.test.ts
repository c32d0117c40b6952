import { describe, expect, test } from 'vitest';
import { checkBox, parseAnnotation } from './annotation';

const wrap = (inner: string) => `<annotation><size><width>50</width><height>40</height></size>${inner}</annotation>`;

describe('an annotation', () => {
  test('children are read by name in any order, and parts are not objects', () => {
    const { objects, rejected, width, height } = parseAnnotation(
      wrap(`
      <object>
        <bndbox><xmax>30</xmax><xmin>10</xmin><ymax>40.5</ymax><ymin>1</ymin></bndbox>
        <part><name>head</name><bndbox><xmin>11</xmin><ymin>2.5</ymin><xmax>12</xmax><ymax>4</ymax></bndbox></part>
        <part><name>hand</name><bndbox><xmin>1</xmin><ymin>2</ymin><xmax>3</xmax><ymax>4</ymax></bndbox></part>
        <difficult>1</difficult><name> person </name><truncated>1</truncated><occluded>0</occluded>
      </object>`),
    );
    expect([width, height]).toEqual([50, 40]);
    expect(rejected).toEqual([]);
    expect(objects).toEqual([
      { className: 'person', box: [9, 0, 29, 39.5], difficult: true, truncated: true, place: 1 },
    ]);
  });

  test('flags may be missing: not difficult, truncation unknown', () => {
    const box = '<bndbox><xmin>1</xmin><ymin>1</ymin><xmax>2</xmax><ymax>2</ymax></bndbox>';
    const [object] = parseAnnotation(wrap(`<object><name>dog</name>${box}</object>`)).objects;
    expect([object.difficult, object.truncated]).toEqual([false, null]);
  });

  test('an image without objects is an annotation without objects', () => {
    expect(parseAnnotation('<annotation/>')).toEqual({ width: null, height: null, objects: [], rejected: [] });
  });

  test('a size of 0 counts as none', () => {
    expect(parseAnnotation('<annotation><size><width>0</width><height/></size></annotation>').width).toBeNull();
  });

  test('an object that cannot be read is refused by its place, and the others stay', () => {
    const { objects, rejected } = parseAnnotation(
      wrap(`
      <object><bndbox><xmin>1</xmin></bndbox></object>
      <object><name>cat</name></object>
      <object><name>cow</name><bndbox><xmin>1</xmin><ymin>1</ymin><xmax>9</xmax><ymax>8</ymax></bndbox></object>
      <object><name>cat</name><bndbox><xmin>a</xmin><ymin>1</ymin><xmax>9</xmax><ymax>8</ymax></bndbox></object>`),
    );
    expect(objects.map(({ place }) => place)).toEqual([3]);
    expect(rejected).toEqual([
      { place: 1, reason: 'object has no name' },
      { place: 2, reason: 'cat has xmin missing; expected a number' },
      { place: 4, reason: 'cat has xmin "a"; expected a number' },
    ]);
  });

  test('text that is not XML is an error with the line of the fault', () => {
    expect(() => parseAnnotation('<annotation>\n<object>\n</annotation>')).toThrow(
      /^XML does not parse: line 3: .*object/,
    );
    expect(() => parseAnnotation('')).toThrow('XML does not parse');
    expect(() => parseAnnotation('GIF89a')).toThrow('XML does not parse');
    expect(() => parseAnnotation('<?xml version="1.0"?><html></html>')).toThrow('root element is <html>');
  });

  test('entities are never expanded', () => {
    const bomb = '<!DOCTYPE a [<!ENTITY x "boom">]>';
    const box = '<bndbox><xmin>1</xmin><ymin>1</ymin><xmax>2</xmax><ymax>2</ymax></bndbox>';
    const { objects } = parseAnnotation(`${bomb}${wrap(`<object><name>&x;</name>${box}</object>`)}`);
    expect(objects[0].className).toBe('&x;');
  });
});

describe('a box', () => {
  test('may fill the image, and may count from 0', () => {
    expect(checkBox([0, 0, 49, 39], 50, 40)).toBeNull();
    expect(checkBox([-1, -1, 48, 38], 50, 40)).toBeNull();
  });

  test('without extent or outside the image is refused in the numbers of the file', () => {
    expect(checkBox([9, 0, 9, 5], 50, 40)).toBe('box (10, 1, 10, 6) has xmax <= xmin');
    expect(checkBox([9, 6, 19, 5], 50, 40)).toBe('box (10, 7, 20, 6) has ymax <= ymin');
    expect(checkBox([9, 0, 50, 5], 50, 40)).toBe('box (10, 1, 51, 6) is outside the 50 x 40 image');
    expect(checkBox([-2, 0, 5, 5], 50, 40)).toBe('box (-1, 1, 6, 6) is outside the 50 x 40 image');
  });
});
