import { expect, test } from 'vitest';
import { type EvaluatedImage, VocEvaluator } from './evaluator';

/** Ground truth rows x1, y1, x2, y2, class, difficult; detection rows x1, y1, x2, y2, class, score. */
function image(truth: number[][], found: number[][], id = 'image'): EvaluatedImage {
  const boxes = (rows: number[][]) => Float32Array.from(rows.flatMap((row) => row.slice(0, 4)));
  const classIds = (rows: number[][]) => Int32Array.from(rows, (row) => row[4]);
  return {
    id,
    groundTruth: { boxes: boxes(truth), classIds: classIds(truth), difficult: Uint8Array.from(truth, (row) => row[5]) },
    detections: {
      boxes: boxes(found),
      classIds: classIds(found),
      scores: Float32Array.from(found, (row) => row[5]),
      count: found.length,
    },
  };
}

const cat = [10, 10, 29, 29, 0, 0];
const evaluator = () => new VocEvaluator(['cat', 'dog']);

test('the better of two detections is the hit, the other a false positive, in the order given', () => {
  const lab = evaluator();
  const matches = lab.process(
    image(
      [cat],
      [
        [11, 10, 29, 29, 0, 0.25],
        [10, 10, 29, 29, 0, 0.75],
      ],
    ),
  );
  expect(matches).toEqual(['false-positive', 'true-positive']);
  expect(lab.evaluate().perClass[0]).toMatchObject({
    groundTruths: 1,
    detections: 2,
    truePositives: 1,
    falsePositives: 1,
  });
});

test('another class does not match, however well it fits', () => {
  expect(evaluator().process(image([cat], [[10, 10, 29, 29, 1, 0.9]]))).toEqual(['false-positive']);
});

test('a detection looks at its nearest object only, even if that is taken', () => {
  const near = [10, 10, 30, 29, 0, 0];
  const matches = evaluator().process(
    image(
      [cat, near],
      [
        [10, 10, 29, 29, 0, 0.9],
        [10, 10, 29, 29, 0, 0.8],
      ],
    ),
  );
  expect(matches).toEqual(['true-positive', 'false-positive']);
});

test('difficult objects are neither found nor missed, as often as they are detected', () => {
  const lab = evaluator();
  const hard = [10, 10, 29, 29, 0, 1];
  expect(
    lab.process(
      image(
        [hard],
        [
          [10, 10, 29, 29, 0, 0.9],
          [10, 10, 29, 29, 0, 0.8],
        ],
      ),
    ),
  ).toEqual(['ignored', 'ignored']);
  const [report] = lab.evaluate().perClass;
  expect(report).toMatchObject({
    groundTruths: 0,
    detections: 2,
    truePositives: 0,
    falsePositives: 0,
    ap07: null,
    ap12: null,
  });
});

test('the last pixel belongs to the box: 10 of 20 pixels are an IoU of one half', () => {
  const row = [0, 0, 19, 0, 0, 0];
  expect(evaluator().process(image([row], [[0, 0, 9, 0, 0, 0.9]]))).toEqual(['true-positive']);
  expect(evaluator().process(image([row], [[0, 0, 8.9, 0, 0, 0.9]]))).toEqual(['false-positive']);
});

test('a class without countable objects is left out of the mean, one without detections counts 0', () => {
  const lab = new VocEvaluator(['cat', 'dog', 'cow']);
  lab.process(
    image(
      [cat, [50, 50, 60, 60, 2, 0]],
      [
        [10, 10, 29, 29, 0, 0.9],
        [0, 0, 5, 5, 1, 0.9],
      ],
    ),
  );
  const { map07, map12, perClass } = lab.evaluate();
  expect(perClass.map((c) => c.ap12)).toEqual([1, null, 0]);
  expect(map07).toBeCloseTo(0.5, 12);
  expect(map12).toBe(0.5);
});

test('without any image every average is null', () => {
  const { map07, map12, perClass } = evaluator().evaluate();
  expect([map07, map12]).toEqual([null, null]);
  expect(perClass.map((c) => c.className)).toEqual(['cat', 'dog']);
});

test('reset forgets', () => {
  const lab = evaluator();
  lab.process(image([cat], [[10, 10, 29, 29, 0, 0.9]]));
  lab.reset();
  expect(lab.evaluate()).toEqual(evaluator().evaluate());
});

test('scores rank across images, equal ones in the order of processing', () => {
  const hit = image([cat], [[10, 10, 29, 29, 0, 0.5]]);
  const miss = image([cat], [[60, 60, 70, 70, 0, 0.5]]);
  const ap = (...images: EvaluatedImage[]) => {
    const lab = evaluator();
    for (const one of images) lab.process(one);
    return lab.evaluate().perClass[0].ap12;
  };
  expect(ap(hit, miss)).toBe(0.5);
  expect(ap(miss, hit)).toBe(0.25);
});

test("recall exactly on tenths: the devkit's 0.445776446, not the 0.498 of exact tenths", () => {
  // Source: the hits and misses of case v13 of the goldens, run through the VOC2007 devkit under Octave.
  const lab = evaluator();
  for (let i = 0; i < 10; i++) {
    const found = [
      [10, 10, 29, 29, 0, 0.95 - 0.05 * i],
      [60, 60, 70, 70, 0, 0.94 - 0.05 * i],
    ];
    lab.process(image([cat], i < 7 ? found : []));
  }
  const { ap07, truePositives, falsePositives } = lab.evaluate().perClass[0];
  expect([truePositives, falsePositives]).toEqual([7, 7]);
  expect(ap07).toBeCloseTo(0.445776446, 8);
});

test('the curve keeps at most 100 points, first and last included', () => {
  const lab = evaluator();
  for (let i = 0; i < 250; i++) lab.process(image([cat], [[10, 10, 29, 29, 0, 1 - i / 250]], String(i)));
  const { recall, precision, score } = lab.evaluate().perClass[0].curve;
  expect([recall.length, precision.length, score.length]).toEqual([100, 100, 100]);
  expect([recall[0], recall[99]]).toEqual([1 / 250, 1]);
  expect(score).toEqual([...score].sort((a, b) => b - a));
});

test('an unknown class and a score that is no number name the image and leave it out', () => {
  const lab = evaluator();
  expect(() => lab.process(image([[0, 0, 9, 9, 2, 0]], [], '2008_000012'))).toThrow(
    'image 2008_000012, class id of ground truth 0 is 2; expected 0 to 1',
  );
  expect(() => lab.process(image([cat], [[0, 0, 9, 9, -1, 0.5]]))).toThrow('class id of detection 0 is -1');
  expect(() => lab.process(image([cat], [[0, 0, 9, 9, 0, Number.NaN]]))).toThrow('score of detection 0 is NaN');
  expect(lab.evaluate()).toEqual(evaluator().evaluate());
});
