import { expect, test } from 'vitest';
import { type DetectInput, detect } from './decode';
import { Random } from './random';
import { softmax } from './softmax';
import { type TracedDetections, tracedDetections } from './suppression';

const decoders = ['per-class', 'argmax'] as const;

/** Anchors crowded enough to suppress each other; whole boxes and few different logits make ties. */
function crowd(seed: string, tied: boolean, given: Partial<DetectInput>): DetectInput {
  const random = new Random(seed);
  const [anchors, classes] = [60, 4];
  const logits = Float32Array.from({ length: anchors * classes }, () =>
    tied ? random.integer(3) : random.next() * 4 - 2,
  );
  const boxes = Array.from({ length: anchors }, () => {
    const [x, y] = [random.integer(40), random.integer(40)];
    return [x, y, x + 10 + random.integer(20), y + 10 + random.integer(20)];
  });
  const probabilities = new Float32Array(logits.length);
  for (let a = 0; a < anchors; a++) {
    probabilities.set(softmax(logits.subarray(a * classes, (a + 1) * classes), classes), a * classes);
  }
  return { probabilities, boxes: Float32Array.from(boxes.flat()), anchors, classes, decoder: 'per-class', ...given };
}

function keptOf({ kept, classIds, scores, boxes }: TracedDetections) {
  const ranks = [...kept.keys()].filter((rank) => kept[rank] === 1);
  return {
    classIds: Int32Array.from(ranks, (rank) => classIds[rank]),
    scores: Float32Array.from(ranks, (rank) => scores[rank]),
    boxes: Float32Array.from(ranks.flatMap((rank) => [...boxes.subarray(rank * 4, rank * 4 + 4)])),
    count: ranks.length,
  };
}

const limits: [string, Partial<DetectInput>][] = [
  ['usual limits', {}],
  ['a top k below the candidates', { topK: 25 }],
  ['fewer returned than survive', { postNms: 5 }],
  ['a high score threshold', { scoreThreshold: 0.4 }],
  ['everything returned', { postNms: 0, topK: -1 }],
];
for (const decoder of decoders) {
  for (const tied of [false, true]) {
    test.each(limits)(
      `${decoder}, ${tied ? 'tied' : 'random'} scores: kept is what detect returns, with %s`,
      (name, given) => {
        const input = crowd(name, tied, { decoder, ...given });
        const traced = tracedDetections(input);
        expect(keptOf(traced)).toEqual(detect(input));
        expect(traced.suppressedBy.some((rank) => rank >= 0)).toBe(true);
      },
    );
  }
}

test.each(decoders)(
  '%s: each row has the score and box of its anchor, and its suppressor is a better survivor',
  (decoder) => {
    const input = crowd('history', false, { decoder });
    const traced = tracedDetections(input);
    for (let rank = 0; rank < traced.entered; rank++) {
      const [anchor, by] = [traced.anchors[rank], traced.suppressedBy[rank]];
      expect(traced.scores[rank]).toBe(input.probabilities[anchor * input.classes + traced.classIds[rank] + 1]);
      expect(traced.boxes.subarray(rank * 4, rank * 4 + 4)).toEqual(input.boxes.subarray(anchor * 4, anchor * 4 + 4));
      if (by < 0) {
        expect(traced.iou[rank]).toBe(0);
        continue;
      }
      expect(by).toBeLessThan(rank);
      expect(traced.suppressedBy[by]).toBe(-1);
      expect(traced.classIds[by]).toBe(traced.classIds[rank]);
      expect(traced.iou[rank]).toBeGreaterThan(0.45);
    }
  },
);

/** Background, apple, orange, person, dog, cat of one anchor. Source: the tutorial's example of decoding. */
const sixLogits = Float32Array.of(-1, -2, 3, 4, 6.5, 6.4);
test.each([
  ['per-class', [3, 4, 2, 1]],
  ['argmax', [3]],
] as const)("the tutorial's six logits: %s finds classes %j", (decoder, found) => {
  const { classIds, scores, anchors, candidates } = tracedDetections({
    probabilities: softmax(sixLogits, 6),
    boxes: Float32Array.of(0, 0, 10, 10),
    anchors: 1,
    classes: 6,
    decoder,
  });
  expect([...classIds]).toEqual(found);
  expect(candidates).toBe(found.length);
  expect([...anchors]).toEqual(found.map(() => 0));
  // Worked by hand: exp(6.5) = 665.14, exp(6.4) = 601.85; with 0.37, 0.14, 20.09 and 54.60 their sum is 1342.18.
  expect(scores[0]).toBeCloseTo(665.14 / 1342.18, 5);
});

test('a row that the limit keeps out is a survivor all the same', () => {
  const { kept, suppressedBy } = tracedDetections({
    probabilities: Float32Array.of(0, 1, 0, 1),
    boxes: Float32Array.of(0, 0, 1, 1, 5, 5, 6, 6),
    anchors: 2,
    classes: 2,
    decoder: 'argmax',
    postNms: 1,
  });
  expect([...suppressedBy]).toEqual([-1, -1]);
  expect([...kept]).toEqual([1, 0]);
});

test('nothing above the threshold leaves nothing to trace', () => {
  expect(tracedDetections(crowd('none', false, { scoreThreshold: 1 }))).toMatchObject({ candidates: 0, entered: 0 });
});

test.each([{ nmsThreshold: 1 }, { nmsThreshold: 0 }, { topK: 0 }])(
  'a suppression that is off is refused: %j',
  (off) => {
    expect(() => tracedDetections(crowd('off', false, off))).toThrow('turn the suppression off');
  },
);
