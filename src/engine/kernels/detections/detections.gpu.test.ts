import { describe, expect, test } from 'vitest';
import { type DecoderKind, detectionRows } from '../../../ssd';
import {
  type DetectionOptions,
  decodePredictions,
  detectObjects,
  dispose,
  liveTensors,
  readDetections,
  type Tensor,
  tensor,
} from '../../index';
import { describeKernel, evaluate, normals, readFloats } from '../kernel-suite';

type Case = Omit<DetectionOptions, 'decoder'> & {
  batch?: number;
  anchors?: number;
  classes?: number;
  logit?: (normal: number, index: number) => number;
  offset?: (normal: number, index: number) => number;
  center?: (normal: number, index: number) => number;
};

/** Seeded predictions for anchors of about 30 pixels in a 100 pixel square, so that many overlap. */
function makeInputs({ batch = 1, anchors = 700, classes = 21, logit, offset, center }: Case): Inputs {
  const make = (count: number, name: string, map: (normal: number, index: number) => number) =>
    normals(count, 'detections', name).map(map);
  const logits = make(batch * anchors * classes, 'logits', logit ?? ((v) => v));
  const offsets = make(batch * anchors * 4, 'offsets', offset ?? ((v) => v));
  const centers = make(anchors * 4, 'centers', center ?? ((v, i) => (i % 4 < 2 ? 50 + 25 * v : 30 + 5 * v)));
  return [
    tensor(logits, [batch, anchors, classes]),
    tensor(offsets, [batch, anchors, 4]),
    tensor(centers, [anchors, 4]),
  ];
}

type Inputs = readonly [logits: Tensor, offsets: Tensor, anchorCenters: Tensor];

/** What the pure code finds in the probabilities and boxes that the back end itself decodes. */
async function expected(inputs: Inputs, options: DetectionOptions) {
  const [batch, anchors, classes]: number[] = inputs[0].shape;
  const decoded = decodePredictions(...inputs);
  const probabilities = await readFloats(decoded.probabilities);
  const boxes = await readFloats(decoded.boxes);
  dispose(decoded.probabilities, decoded.boxes);
  return Array.from({ length: batch }, (_, b) => {
    const part = (values: Float32Array) => values.slice((b * values.length) / batch, ((b + 1) * values.length) / batch);
    const input = { probabilities: part(probabilities), boxes: part(boxes), anchors, classes };
    const { rows, stages } = detectionRows({ ...input, ...options });
    const header = [stages?.candidates, stages?.entered, stages?.survived, 0, 0, 0] as number[];
    return [...header, ...rows];
  });
}

const background = (v: number, i: number, classes: number) => (i % classes === 0 ? 6 : 0) + 3 * v;

/** Anchors of n x n and 8 x m pixels at whole coordinates, as boxes of one class. */
const wholePixels = (n: number, m: number): Case => ({
  classes: 2,
  offset: () => 0,
  center: (v, i) => (i % 4 < 2 ? 50 + Math.round(15 * v) : i % 8 < 4 ? n : i % 4 === 2 ? 8 : m),
});

const cases: Record<string, Case> = {
  'diffuse logits': {},
  'diffuse logits of 5 images': { batch: 5, anchors: 131, classes: 6 },
  'peaked logits': { batch: 2, logit: (v, i) => background(v, i, 21) },
  'no row above the threshold': { scoreThreshold: 0.9 },
  'one anchor and one class': { anchors: 1, classes: 2 },
  'logits in steps of one, so that scores tie': { batch: 2, anchors: 300, classes: 4, logit: Math.round },
  'all scores equal': { anchors: 300, classes: 4, logit: () => 1 },
  'all boxes equal': { anchors: 100, offset: () => 0, center: () => 20 },
  'whole pixels, where an IoU often is the threshold': { nmsThreshold: 0.5, ...wholePixels(4, 8) },
  'an IoU of 36 / 80, which float32 rounds down to the threshold': { nmsThreshold: 0.45, ...wholePixels(6, 10) },
  'boxes without area': { center: (v, i) => (i % 4 < 2 ? 50 + 25 * v : i % 3 === 0 ? 0 : 30) },
  'boxes turned inside out': { center: (v, i) => (i % 4 < 2 ? 50 + 25 * v : 30 * v) },
  'boxes that are not finite': {
    classes: 3,
    offset: (v, i) => (i % 23 === 0 ? NaN : i % 29 === 0 ? 1000 : i % 31 === 0 ? Infinity : v),
  },
  'logits that are not finite': {
    anchors: 300,
    classes: 5,
    logit: (v, i) => (i % 37 === 0 ? NaN : i % 41 === 0 ? -Infinity : i % 43 === 0 ? Infinity : v),
  },
  'fewer rows wanted than survive': { postNms: 7 },
  'all survivors wanted': { postNms: 0, topK: 50 },
  'one row may enter': { topK: 1 },
  'all rows may enter': { topK: -1, anchors: 250, classes: 5 },
  'more rows may enter than there are': { topK: 100_000, anchors: 130, classes: 5 },
  'more rows enter than a chunk holds': { topK: 1300, postNms: 300, classes: 4, nmsThreshold: 0.7 },
  'a threshold of zero': { scoreThreshold: 0, logit: (v) => 60 * v },
  'a negative threshold': { scoreThreshold: -1, anchors: 90, logit: (v) => 60 * v },
};

describeKernel('detectObjects', () => {
  describe.each<DecoderKind>(['per-class', 'argmax'])('%s', (decoder) => {
    test.each(Object.entries(cases))('equals detect to the last bit: %s', async (_, entry) => {
      const { batch, anchors, classes, logit, offset, center, ...thresholds } = entry;
      const options = { ...thresholds, decoder };
      const inputs = makeInputs(entry);
      const [packed] = await evaluate(() => [detectObjects(...inputs, options)]);
      const images = await expected(inputs, options);
      const length = packed.length / images.length;
      for (const [b, image] of images.entries()) {
        const found = [...packed.subarray(b * length, (b + 1) * length)];
        expect(found).toEqual(image.slice(0, length));
        // The reference pads to postNms, the kernel only to what may enter.
        expect(image.slice(length).every((value) => value === -1)).toBe(true);
      }
      dispose(...inputs);
    });
  });

  test('unpacks to class ids, scores, boxes and the rows of each stage', async () => {
    const far = Float32Array.of(10, 10, 4, 4, 50, 50, 8, 8);
    const inputs = [
      tensor(Float32Array.of(0, Math.log(2), 0, 0, 0, -20), [1, 2, 3]),
      tensor(new Float32Array(8), [1, 2, 4]),
      tensor(far, [2, 4]),
    ] as const;
    const before = liveTensors();
    const packed = detectObjects(...inputs, { decoder: 'per-class', scoreThreshold: 0.1, postNms: 2 });
    const [found] = await readDetections(packed);
    expect(found.stages).toEqual({ candidates: 3, entered: 3, survived: 3 });
    expect(found.count).toBe(2);
    expect([...found.classIds]).toEqual([0, 0]);
    expect([...found.scores]).toEqual([0.5, 0.5]);
    expect([...found.boxes]).toEqual([8, 8, 12, 12, 46, 46, 54, 54]);
    dispose(packed);
    expect(liveTensors()).toBe(before);
    dispose(...inputs);
  });

  test.each([
    [{ nmsThreshold: 1 }, 'detectObjects: nmsThreshold is 1; expected it between 0 and 1, exclusive'],
    [{ topK: 0 }, 'detectObjects: topK is 0; expected'],
    [{ scoreThreshold: NaN }, 'detectObjects: scoreThreshold is NaN; expected a number'],
  ])('refuses %o', (options, message) => {
    const inputs = makeInputs({ anchors: 1 });
    expect(() => detectObjects(...inputs, { decoder: 'argmax', ...options })).toThrow(message);
    dispose(...inputs);
  });
});
