import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { Random } from '../../ssd';
import { loadSpriteAtlas } from './atlas';
import { type Layout, layScene, type PlacedSprite } from './layout';
import { SceneRenderer } from './render';
import { sceneRules } from './rules';

const atlas = await loadSpriteAtlas(async (name) => new Uint8Array(readFileSync(`public/sprites/${name}`)).buffer);
const rules = sceneRules('lab', 'mixed');
const cast = rules.classes.map((name) => [atlas.sprites.filter(({ className }) => className === name)]);
const layouts = Array.from({ length: 400 }, (_, i) => layScene(new Random('layout', i), rules, cast));

const size = 96;
const renderer = new SceneRenderer(size);

/** Coverage of each pixel by the given things, 0..1, from one picture on white and one on black. */
function coverageOf(parts: Pick<Layout, 'occluders' | 'sprites'>): Float64Array {
  const [bright, dark] = ([255, 0] as const).map((grey) => {
    const flat = { first: [grey, grey, grey], second: [grey, grey, grey], field: { kind: 'plain' } } as const;
    return renderer.render({ ...parts, clutter: [], background: flat, blurred: false, noise: 0 }, new Random(0)).pixels;
  });
  return Float64Array.from({ length: size * size }, (_, i) => 1 - (bright[4 * i] - dark[4 * i]) / 255);
}

function longSide({ sprite, scaleX, scaleY }: PlacedSprite): number {
  return Math.max(Math.abs(scaleX) * sprite.width, scaleY * sprite.height);
}

describe('a layout', () => {
  it('knows which share of each object can be seen', () => {
    for (const { occluders, sprites } of layouts.slice(0, 12)) {
      sprites.forEach((object, k) => {
        const alone = coverageOf({ occluders: [], sprites: [object] });
        const before = coverageOf({ occluders, sprites: sprites.slice(0, k) });
        const seen = alone.reduce((sum, alpha, i) => sum + alpha * (1 - before[i]), 0);
        const whole = object.sprite.area * Math.abs(object.scaleX) * object.scaleY * size * size;
        expect(Math.abs(seen / whole - object.visible), object.sprite.name).toBeLessThan(0.1);
      });
    }
  });

  it('drops what is hidden by more than half', () => {
    const shares = layouts.flatMap(({ sprites }) => sprites.map(({ visible }) => visible));
    expect(Math.min(...shares)).toBeGreaterThanOrEqual(0.5);
    expect(shares.some((share) => share < 0.6)).toBe(true);
  });

  it('has objects of 0.24 to 0.75 of the image while there are at most three', () => {
    const sides = layouts.filter(({ sprites }) => sprites.length <= 3).flatMap(({ sprites }) => sprites.map(longSide));
    expect(Math.max(...sides)).toBeLessThanOrEqual(0.75 + 1e-9);
    expect(Math.max(...sides)).toBeGreaterThan(0.7);
    expect(sides.filter((side) => side < 0.24).length / sides.length).toBeLessThan(0.01);
    // Log-uniform: half of them are below the geometric mean.
    const below = sides.filter((side) => side < Math.sqrt(0.24 * 0.75)).length / sides.length;
    expect(Math.abs(below - 0.5)).toBeLessThan(0.06);
  });

  it('makes the objects of a crowd smaller', () => {
    const mean = (least: number, most: number) => {
      const sides = layouts
        .filter(({ sprites }) => sprites.length >= least && sprites.length <= most)
        .flatMap(({ sprites }) => sprites.map(longSide));
      return sides.reduce((sum, side) => sum + side, 0) / sides.length;
    };
    expect(mean(8, 10) / mean(1, 3)).toBeLessThan((3 / 8) ** 0.4);
  });

  it('has at most one occluder and at most four pieces of clutter', () => {
    expect(Math.max(...layouts.map(({ occluders }) => occluders.length))).toBe(1);
    expect(new Set(layouts.map(({ clutter }) => clutter.length))).toEqual(new Set([0, 1, 2, 3, 4]));
  });
});
