/** @file What is found in the objects of an annotation: where it stands, what it says, what its repair leaves. */
import { describe, expect, test } from 'vitest';
import type { ObjectAnnotation, VocSet } from '../../types';
import { annotation, file, pair, picture } from '../voc.fixture';
import { boxes, codes, dog, found, openX, repaired, withObjects, withXml, xml } from './doctor.fixture';
import { allRepairs, examine } from './examine';

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
