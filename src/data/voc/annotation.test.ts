import { describe, expect, test } from 'vitest';
import { parseAnnotation } from './annotation';

const wrap = (inner: string) => `<annotation><size><width>50</width><height>40</height></size>${inner}</annotation>`;
const bndbox = '<bndbox><xmin>1</xmin><ymin>1</ymin><xmax>2</xmax><ymax>2</ymax></bndbox>';

describe('an annotation', () => {
  test('children are read by name in any order, and parts are not objects', () => {
    const { objects, width, height } = parseAnnotation(
      wrap(`
      <object>
        <bndbox><xmax>30</xmax><xmin>10</xmin><ymax>40.5</ymax><ymin>1</ymin></bndbox>
        <part><name>head</name><bndbox><xmin>11</xmin><ymin>2.5</ymin><xmax>12</xmax><ymax>4</ymax></bndbox></part>
        <part><name>hand</name><bndbox><xmin>1</xmin><ymin>2</ymin><xmax>3</xmax><ymax>4</ymax></bndbox></part>
        <difficult>1</difficult><name> person </name><truncated>1</truncated><occluded>0</occluded>
      </object>`),
    );
    expect([width, height]).toEqual([50, 40]);
    expect(objects).toEqual([
      {
        place: 1,
        line: 2,
        name: 'person',
        box: [10, 1, 30, 40.5],
        unreadable: null,
        difficult: true,
        truncated: true,
      },
    ]);
  });

  test('objects and the size have the line where they begin, whatever a comment says', () => {
    const { objects, sizeLine } = parseAnnotation(
      `<annotation>\n<!-- <object> -->\n<object><name>a</name></object>\n<object/>\n\n<object>\n<part><object><name>c</name></object></part><name>b</name></object>\n<size><width>3</width></size></annotation>`,
    );
    expect(objects.map(({ name, line }) => [name, line])).toEqual([
      ['a', 3],
      [null, null],
      ['b', 6],
    ]);
    expect(sizeLine).toBe(8);
  });

  test('what is missing or no number is null, and a box side NaN with its words', () => {
    expect(parseAnnotation('<annotation/>')).toEqual({
      filename: null,
      width: null,
      height: null,
      sizeLine: 1,
      objects: [],
    });
    const [object, other] = parseAnnotation(
      wrap(
        `<object><bndbox><xmin>1</xmin></bndbox></object>
         <object><name>cat</name><difficult>maybe</difficult>${bndbox.replace('<xmax>2', '<xmax>two')}</object>`,
      ),
    ).objects;
    expect([object.name, object.unreadable, object.difficult]).toEqual([null, 'ymin missing; expected a number', null]);
    expect(object.box).toEqual([1, Number.NaN, Number.NaN, Number.NaN]);
    expect([other.name, other.unreadable, other.difficult]).toEqual(['cat', 'xmax "two"; expected a number', null]);
  });

  test('a size of 0 is read as it is', () => {
    const { width, height } = parseAnnotation('<annotation><size><width>0</width><height/></size></annotation>');
    expect([width, height]).toEqual([0, null]);
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
    const { objects } = parseAnnotation(`${bomb}${wrap(`<object><name>&x;</name>${bndbox}</object>`)}`);
    expect(objects[0].name).toBe('&x;');
  });
});
