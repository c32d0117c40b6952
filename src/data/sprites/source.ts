/**
 * @file The built-in data set: sprite scenes with the classes of VOC, drawn when they are asked for.
 *
 * Scene i of a split is a pure function of (seed, split, i) and of the kind of data set. Train and val draw new scenes
 * from the same two styles of art; test-style holds scenes in a third style that training never shows.
 */
import { Random } from '../../ssd';
import { cacheBudget, ImageCache } from '../cache';
import type { Sample, SampleSource, Split } from '../types';
import type { SpriteAtlas, SpritePack } from './atlas';
import { type Cast, layScene } from './layout';
import { groundTruthOf, SceneRenderer } from './render';
import { type ObjectCounts, type SceneStyle, sceneRules } from './rules';

export interface SpriteOptions {
  seed: number;
  /** Scenes in the train split. */
  train: number;
  /** Scenes in val, and in test-style. */
  val: number;
  objects: ObjectCounts;
  style: SceneStyle;
  /** Side of a scene in pixels. The same index shows the same scene at every size. */
  size: number;
  atlas: SpriteAtlas;
  /** Pixels of scenes kept at most, in bytes. */
  cacheBytes?: number;
}

const packs: Readonly<Record<Split, readonly SpritePack[]>> = {
  train: ['noto', 'twemoji'],
  val: ['noto', 'twemoji'],
  'test-style': ['fluent'],
};

/**
 * @returns a source whose samples' boxes are inclusive zero-based pixel bounds of all that an object paints within the
 *   image, also where another object covers it, as VOC annotates
 * @throws Error if the atlas lacks a class
 */
export function createSpriteSource(options: SpriteOptions): SampleSource {
  const { seed, train, val, objects, style, size, atlas, cacheBytes = cacheBudget } = options;
  const rules = sceneRules(style, objects);
  const casts: Record<Split, Cast> = {
    train: castOf(atlas, rules.classes, packs.train),
    val: castOf(atlas, rules.classes, packs.val),
    'test-style': castOf(atlas, rules.classes, packs['test-style']),
  };
  const renderer = new SceneRenderer(size);
  const cache = new ImageCache<string, Sample>(cacheBytes);
  const count = (split: Split) => (split === 'train' ? train : val);

  /** The scene's own random numbers: first they lay it out, then they draw its noise. */
  function lay(split: Split, index: number) {
    if (!Number.isInteger(index) || index < 0 || index >= count(split)) {
      throw new RangeError(`sprite scene ${index} of ${split}: expected an index from 0 to ${count(split) - 1}`);
    }
    const random = new Random('sprites', style, objects, seed, split, index);
    return { random, layout: layScene(random, rules, casts[split]) };
  }

  const frameOf = (split: Split, index: number) => ({ id: `${split}-${index}`, width: size, height: size });

  function describe(split: Split, index: number) {
    return { ...frameOf(split, index), ...groundTruthOf(lay(split, index).layout, size) };
  }

  async function sample(split: Split, index: number): Promise<Sample> {
    const frame = frameOf(split, index);
    return cache.get(frame.id, size * size * 4, async () => {
      const { random, layout } = lay(split, index);
      return { ...frame, ...renderer.render(layout, random) };
    });
  }
  return { classes: rules.classes, count, sample, describe };
}

function castOf(atlas: SpriteAtlas, classes: readonly string[], fromPacks: readonly SpritePack[]): Cast {
  return classes.map((className) =>
    fromPacks.map((pack) => {
      const sprites = atlas.sprites.filter((sprite) => sprite.className === className && sprite.pack === pack);
      if (sprites.length === 0)
        throw new Error(`sprite atlas: no ${className} in the style ${pack}; expected at least one`);
      return sprites;
    }),
  );
}
