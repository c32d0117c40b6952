import { describe, expect, test } from 'vitest';
import type { DraftObject } from '../../../experiments';
import { anchorSpecs, generateAnchors, mineHardNegatives, tutorialImages, tutorialPredictions } from '../../../ssd';
import { hardnessOf, matchImage, mineImage, roleOf } from './matched';
import { describeMatching, positivesOf, summarize } from './summary';

const anchors = generateAnchors(anchorSpecs.ssd_300_vgg16_atrous);
const images = tutorialImages.map(({ boxes, classIds }) =>
  Array.from(classIds, (classId, g): DraftObject => {
    const [x1, y1, x2, y2] = boxes.subarray(g * 4, g * 4 + 4);
    return { classId, box: [x1, y1, x2, y2] };
  }),
);

/** Matched and mined as the panel does it. */
function inspect(image: number, kind: 'random' | 'zero') {
  const targets = matchImage(anchors, images[image], 0.5);
  const { logits } = tutorialPredictions(kind)[image];
  const hard = mineImage(hardnessOf(logits, 21), targets, 3);
  return { targets, hard, logits, summary: summarize(anchors.layers, targets, hard, 0.5) };
}

describe("the tutorial's two images", () => {
  test('have 13 and 23 positives, 36 together, and 39 and 69 hard negatives', () => {
    const [first, second] = [inspect(0, 'random').summary, inspect(1, 'random').summary];
    expect([first.positives, second.positives]).toEqual([13, 23]);
    expect(first.positives + second.positives).toBe(36);
    expect([first.hardNegatives, second.hardNegatives]).toEqual([39, 69]);
    expect(first.ignored).toBe(8732 - 13 - 39);
  });

  test('the hard negatives of the first are those of the goldens', () => {
    // Source: tutorial_two_images.json, case tutorial_seed1.
    const { hard } = inspect(0, 'random');
    const found = Array.from(hard.keys()).filter((a) => hard[a] === 1);
    expect(found.slice(0, 12)).toEqual([105, 180, 241, 436, 596, 674, 731, 1098, 1596, 1754, 3096, 3220]);
    expect(found.slice(-3)).toEqual([7582, 7728, 8688]);
  });

  test.each(['random', 'zero'] as const)('with %s predictions the miner of the target generator agrees', (kind) => {
    for (const image of [0, 1]) {
      const { targets, hard, logits } = inspect(image, kind);
      const samples = mineHardNegatives(logits, targets.match, targets.bestIou, 21);
      expect(Array.from(hard)).toEqual(Array.from(samples, (sample) => (sample === -1 ? 1 : 0)));
    }
  });

  test('the first has one bipartite match, anchor 6131, and twelve by the threshold', () => {
    const { targets, hard, summary } = inspect(0, 'random');
    expect(summary.objects).toMatchObject([
      { bipartite: 1, tie: 0, threshold: 12, bipartiteAnchor: 6131, problem: null },
    ]);
    expect(summary.objects[0].topIou).toBeCloseTo(0.735735714, 6);
    expect(positivesOf(targets, 0)).toEqual([
      6016, 6017, 6018, 6023, 6130, 6131, 6132, 6133, 6136, 6137, 6139, 6244, 6245,
    ]);
    expect(summary.maps.map(({ positives }) => positives)).toEqual([0, 13, 0, 0, 0, 0]);
    expect([6131, 6130, 105, 0].map((anchor) => roleOf(anchor, targets, hard))).toEqual([
      'bipartite',
      'threshold',
      'hard negative',
      'ignored',
    ]);
  });

  test('the box (10, 10, 30, 30) of the second has seven anchors by a tie at 0.444, below the threshold', () => {
    const { summary, targets } = inspect(1, 'random');
    expect(summary.objects[0]).toMatchObject({ positives: 7, bipartite: 1, tie: 6, threshold: 0 });
    expect(summary.objects[0].problem).toBe('below threshold');
    expect(positivesOf(targets, 0)).toEqual([163, 310, 312, 314, 315, 318, 467]);
    expect(summary.objects.map(({ positives }) => positives).reduce((a, b) => a + b)).toBe(23);
  });
});

test('an object beyond every anchor has none, and one that two anchors overlap a little keeps its bipartite one', () => {
  const objects: DraftObject[] = [
    { classId: 0, box: [900, 900, 950, 950] },
    { classId: 1, box: [100, 100, 102, 102] },
  ];
  const summary = summarize(anchors.layers, matchImage(anchors, objects, 0.5), null, 0.5);
  expect(summary.objects[0]).toMatchObject({ positives: 0, bipartiteAnchor: null, problem: 'out of reach' });
  expect(summary.objects[1]).toMatchObject({ bipartite: 1, problem: 'below threshold' });
  expect(summary.hardNegatives).toBeNull();
  expect(summary.ignored).toBeNull();
});

test('an image without objects has no positives and no hard negatives', () => {
  const targets = matchImage(anchors, [], 0.5);
  const hard = mineImage(hardnessOf(tutorialPredictions('random')[0].logits, 21), targets, 3);
  expect(summarize(anchors.layers, targets, hard, 0.5)).toMatchObject({
    positives: 0,
    hardNegatives: 0,
    ignored: 8732,
  });
});

test('a lower threshold makes more positives', () => {
  const positives = (threshold: number) =>
    summarize(anchors.layers, matchImage(anchors, images[0], threshold), null, threshold).positives;
  expect(positives(0.4)).toBeGreaterThan(13);
  expect(positives(1)).toBe(1);
});

test('the same question is answered from memory, another one is not', () => {
  const targets = matchImage(anchors, images[0], 0.5);
  expect(matchImage(anchors, images[0], 0.5)).toBe(targets);
  expect(matchImage(anchors, images[0], 0.6)).not.toBe(targets);
});

test('the sentence for the canvas has the counts and the warning', () => {
  expect(describeMatching('second', inspect(1, 'random').summary)).toBe(
    'second: 4 objects; 23 of 8732 anchors are positive (4 bipartite, 6 by a tie, 13 by the threshold); ' +
      '69 are hard negatives; no anchor reaches the threshold at 2 of the objects.',
  );
});
