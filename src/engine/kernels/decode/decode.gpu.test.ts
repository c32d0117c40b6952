import { expect, test } from 'vitest';
import { decodeOffsets, softmax } from '../../../ssd';
import { decodePredictions, dispose, tensor } from '../../index';
import { describeKernel, evaluate, expectClose, normals } from '../kernel-suite';

describeKernel('decodePredictions', () => {
  test.each([
    { batch: 2, anchors: 129, classes: 21 },
    { batch: 1, anchors: 1, classes: 2 },
  ])('equals softmax and decodeOffsets ($anchors anchors)', async ({ batch, anchors, classes }) => {
    const logits = normals(batch * anchors * classes, 'logits').map((v) => 5 * v);
    const offsets = normals(batch * anchors * 4, 'offsets');
    const centers = normals(anchors * 4, 'anchors').map((v, i) => (i % 4 < 2 ? 50 + 20 * v : 30 + 5 * v));
    const inputs = [
      tensor(logits, [batch, anchors, classes]),
      tensor(offsets, [batch, anchors, 4]),
      tensor(centers, [anchors, 4]),
    ] as const;
    const [probabilities, boxes] = await evaluate(() => {
      const decoded = decodePredictions(...inputs);
      return [decoded.probabilities, decoded.boxes];
    });
    expectClose(probabilities, softmax(logits, classes));
    for (let b = 0; b < batch; b++) {
      const part = (values: Float32Array) => values.subarray(b * anchors * 4, (b + 1) * anchors * 4);
      expectClose(part(boxes), decodeOffsets(part(offsets), centers));
    }
    dispose(...inputs);
  });

  test('the same logits in another order of the classes have the same scores to the last bit', async () => {
    const logits = normals(21, 'ties');
    const orders = Array.from({ length: 64 }, (_, a) => logits.map((_, k) => logits[(k * 8 + a) % 21]));
    const inputs = [
      tensor(Float32Array.from(orders.flatMap((order) => [...order])), [1, 64, 21]),
      tensor(new Float32Array(64 * 4), [1, 64, 4]),
      tensor(new Float32Array(64 * 4).fill(1), [64, 4]),
    ] as const;
    const [probabilities] = await evaluate(() => Object.values(decodePredictions(...inputs)));
    const sorted = (a: number) => [...probabilities.subarray(a * 21, (a + 1) * 21)].sort();
    for (let a = 1; a < 64; a++) expect(sorted(a)).toEqual(sorted(0));
    dispose(...inputs);
  });

  test('a zero offset gives the anchor itself, in corner form', async () => {
    const inputs = [
      tensor(new Float32Array(2), [1, 1, 2]),
      tensor(new Float32Array(4), [1, 1, 4]),
      tensor(Float32Array.of(10, 20, 4, 6), [1, 4]),
    ] as const;
    const [probabilities, boxes] = await evaluate(() => Object.values(decodePredictions(...inputs)));
    expect([...probabilities]).toEqual([0.5, 0.5]);
    expect([...boxes]).toEqual([8, 17, 12, 23]);
    dispose(...inputs);
  });
});
