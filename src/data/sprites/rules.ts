/**
 * @file What scenes are made of: classes, counts and sizes of the two styles.
 *
 * `lab` is the data of the default run. In a prototype `ssd_96_lab` reached a VOC07 mAP of 0.586 on 500 val scenes after
 * 1,000 steps at batch 16, with a cosine schedule of that length. `smoke` is small and easy, for a test that must see
 * learning within 200 steps: `ssd_64_smoke` reached 0.626 on 100 val scenes then.
 */
import { type Random, vocClasses } from '../../ssd';

export type SceneStyle = 'lab' | 'smoke';

/** The spread of the object count decides how much the normalization of the loss matters. */
export type ObjectCounts = 'mixed' | 'three' | 'one-or-many';

export interface SceneRules {
  /** The label space: all of VOC's classes in either style, so that both models have the predictors of a VOC detector. */
  classes: readonly string[];
  /** Relative frequency of each class; 0 for those that a style never shows. */
  classWeights: readonly number[];
  /** Entry n is the relative frequency of scenes with n objects. */
  countWeights: readonly number[];
  /** Range of an object's long side, log-uniform, a fraction of the image; crowds are smaller, see `crowding`. */
  longSide: readonly [number, number];
  /** The most clutter shapes behind the objects. */
  clutter: number;
  /** Probability that a clutter shape stands in front of an object. */
  occluder: number;
  /** Probability that an object may stand behind others; the rest stand free where there is room. */
  overlap: number;
  /** Probability that an object is cut by the edge of the image. */
  truncation: number;
}

const smokeClasses = ['car', 'cat', 'person'];

const countWeights: Readonly<Record<ObjectCounts, readonly number[]>> = {
  mixed: [0, 0.3, 0.2, 0.15, 0.12, 0.08, 0.03, 0.03, 0.03, 0.03, 0.03],
  three: [0, 0, 0, 1],
  'one-or-many': [0, 0.5, 0, 0, 0, 0, 0, 0, 0.1, 0.1, 0.1, 0.1, 0.1],
};

export function sceneRules(style: SceneStyle, objects: ObjectCounts): SceneRules {
  if (style === 'smoke') {
    return {
      classes: vocClasses,
      classWeights: vocClasses.map((name) => (smokeClasses.includes(name) ? 1 : 0)),
      countWeights: objects === 'mixed' ? [0, 1, 1, 1] : countWeights[objects],
      longSide: [0.35, 0.8],
      clutter: 1,
      occluder: 0,
      overlap: 0,
      truncation: 0.05,
    };
  }
  return {
    classes: vocClasses,
    classWeights: vocClasses.map((name) => (name === 'person' ? 3 : 1)),
    countWeights: countWeights[objects],
    longSide: [0.24, 0.75],
    clutter: 4,
    occluder: 0.25,
    overlap: 0.25,
    truncation: 0.15,
  };
}

/** Factor on the sizes in a scene of n objects: (3/n)^0.4 beyond three. */
export function crowding(n: number): number {
  return n > 3 ? Math.round((3 / n) ** 0.4 * 1e6) / 1e6 : 1;
}

/** An index drawn with the given relative frequencies. */
export function weightedIndex(random: Random, weights: readonly number[]): number {
  let rest = random.next() * weights.reduce((sum, weight) => sum + weight, 0);
  for (let i = 0; i < weights.length - 1; i++) {
    rest -= weights[i];
    if (rest < 0) return i;
  }
  return weights.length - 1;
}
