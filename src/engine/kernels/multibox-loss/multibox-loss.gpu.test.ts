import { describe, expect, test } from 'vitest';
import { Random, multiboxLoss as reference } from '../../../ssd';
import { dispose, multiboxLoss, tensor } from '../../index';
import { describeKernel, evaluate, expectClose, normals } from '../kernel-suite';

interface Problem {
  logits: Float32Array;
  offsets: Float32Array;
  classTargets: Int32Array;
  boxTargets: Float32Array;
  batch: number;
  anchors: number;
  classes: number;
}

/** Random predictions; each image has `positives[b]` matched anchors. */
function problem(positives: readonly number[], anchors: number, classes: number): Problem {
  const batch = positives.length;
  const random = new Random('multibox', batch, anchors, classes);
  const classTargets = new Int32Array(batch * anchors);
  for (const [b, count] of positives.entries()) {
    const order = random.shuffle(Array.from({ length: anchors }, (_, a) => a));
    for (const a of order.slice(0, count)) classTargets[b * anchors + a] = 1 + random.integer(classes - 1);
  }
  return {
    logits: normals(batch * anchors * classes, 'logits', anchors).map((v) => 3 * v),
    offsets: normals(batch * anchors * 4, 'offsets', anchors).map((v) => 2 * v),
    classTargets,
    boxTargets: normals(batch * anchors * 4, 'targets', anchors),
    batch,
    anchors,
    classes,
  };
}

const standard = { negativeRatio: 3, minHardNegatives: 0, boxWeight: 1, gradientScale: 1 };

async function run(p: Problem, attrs: Parameters<typeof multiboxLoss>[4]) {
  const inputs = [
    tensor(p.logits, [p.batch, p.anchors, p.classes]),
    tensor(p.offsets, [p.batch, p.anchors, 4]),
    tensor(p.classTargets, [p.batch, p.anchors]),
    tensor(p.boxTargets, [p.batch, p.anchors, 4]),
  ] as const;
  const [gradLogits, gradOffsets, perImage] = await evaluate(() => {
    const loss = multiboxLoss(...inputs, attrs);
    return [loss.gradLogits, loss.gradOffsets, loss.perImage];
  });
  dispose(...inputs);
  return { gradLogits, gradOffsets, perImage };
}

function expectEqual(actual: Awaited<ReturnType<typeof run>>, expected: ReturnType<typeof reference>) {
  expectClose(actual.gradLogits, expected.gradLogits, 1e-5);
  expectClose(actual.gradOffsets, expected.gradOffsets, 1e-5);
  for (let column = 0; column < 4; column++) {
    const pick = (values: Float32Array) => values.filter((_, i) => i % 4 === column);
    expectClose(pick(actual.perImage), pick(expected.perImage), column < 2 ? 1e-5 : 0);
  }
}

describeKernel('multiboxLoss', () => {
  describe.each(['batch', 'sample'] as const)('%s-wise', (normalization) => {
    test.each([
      { positives: [4, 0, 9], anchors: 756, classes: 21 },
      { positives: [3, 1, 2, 5, 1], anchors: 101, classes: 4 },
      { positives: [40], anchors: 50, classes: 5 },
      { positives: [1], anchors: 1, classes: 2 },
    ])('sums and gradients equal the reference ($anchors anchors)', async ({ positives, anchors, classes }) => {
      const p = problem(positives, anchors, classes);
      expectEqual(await run(p, { ...standard, normalization }), reference({ ...p, normalization }));
    });

    test('ratio, minimum, box weight and gradient scale are those of the reference', async () => {
      const p = problem([2, 0], 200, 4);
      const attrs = { normalization, negativeRatio: 1.5, minHardNegatives: 7, boxWeight: 0.3, gradientScale: 16 };
      expectEqual(await run(p, attrs), reference({ ...p, ...attrs }));
    });
  });

  test.each([130, 1000])('of equal losses the lower index is mined (%i anchors)', async (anchors) => {
    const p = problem([2], anchors, 3);
    p.logits.fill(0);
    const { gradLogits, perImage } = await run(p, { ...standard, normalization: 'batch' });
    const negatives = [...p.classTargets.keys()].filter((a) => p.classTargets[a] === 0);
    const mined = negatives.filter((a) => gradLogits[a * 3] !== 0);
    expect(mined).toEqual(negatives.slice(0, 6));
    expect(perImage[3]).toBe(6);
    // Zero logits over K classes cost ln K each: 2 positives and 6 negatives.
    expect(perImage[0]).toBeCloseTo(8 * Math.log(3), 4);
  });

  test('a batch without matches has zero loss and zero gradients', async () => {
    const p = problem([0, 0], 64, 4);
    const { gradLogits, gradOffsets, perImage } = await run(p, { ...standard, normalization: 'batch' });
    expect([...gradLogits, ...gradOffsets, ...perImage].every((value) => value === 0)).toBe(true);
  });

  test('far logits neither overflow nor lose the small loss of a right prediction', async () => {
    const p = problem([1], 2, 2);
    p.classTargets.set([1, 0]);
    p.logits.set([-120, 120, 12, 0]);
    const { perImage, gradLogits } = await run(p, { ...standard, negativeRatio: 1, normalization: 'batch' });
    const loss = Math.log1p(Math.exp(-12));
    expect(Math.abs(perImage[0] / loss - 1)).toBeLessThan(1e-4);
    expect(Math.abs(gradLogits[2] / -loss - 1)).toBeLessThan(1e-4);
  });

  test('a target of -1 counts as background', async () => {
    const p = problem([3], 90, 4);
    const ignored = { ...p, classTargets: p.classTargets.map((t) => (t === 0 ? -1 : t)) };
    const attrs = { ...standard, normalization: 'batch' } as const;
    expect(await run(ignored, attrs)).toEqual(await run(p, attrs));
  });

  test('a NaN logit makes the loss of its image NaN', async () => {
    const p = problem([3, 3], 100, 4);
    const negative = p.classTargets.indexOf(0);
    p.logits[negative * 4 + 2] = Number.NaN;
    const { perImage } = await run(p, { ...standard, normalization: 'batch' });
    expect(perImage[0]).toBeNaN();
    expect(perImage[4]).not.toBeNaN();
  });
});
