import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { Random } from '../../ssd';
import { loadSpriteAtlas, type Sprite } from './atlas';
import type { Layout, PlacedSprite } from './layout';
import { SceneRenderer } from './render';

const atlas = await loadSpriteAtlas(async (name) => new Uint8Array(readFileSync(`public/sprites/${name}`)).buffer);
const identity = [1, 0, 0, 0, 1, 0, 0, 0, 1];
const upright = { label: 0, cx: 0.5, cy: 0.5, cos: 1, sin: 0, colour: identity, visible: 1 };
const white = { first: [255, 255, 255], second: [255, 255, 255], field: { kind: 'plain' } } as const;
const black = { first: [0, 0, 0], second: [0, 0, 0], field: { kind: 'plain' } } as const;

function layout(sprites: PlacedSprite[], changes: Partial<Layout> = {}): Layout {
  return { occluders: [], sprites, clutter: [], background: white, blurred: false, noise: 0, ...changes };
}

function render(of: Layout, size = 96) {
  return new SceneRenderer(size).render(of, new Random('noise'));
}

/** A sprite of one opaque colour. */
function block(width: number, height: number): Sprite {
  const texels = new Uint8Array(4 * (width + 2) * (height + 2));
  for (let y = 1; y <= height; y++) {
    for (let x = 1; x <= width; x++) texels.set([200, 100, 50, 255], 4 * (y * (width + 2) + x));
  }
  return {
    name: 'block',
    className: 'car',
    pack: 'noto',
    width,
    height,
    area: width * height,
    mips: [{ width, height, texels }],
  };
}

/** Coverage of each pixel, 0..1, from one picture on white and one on black. */
function alphaOf(object: PlacedSprite, size: number): Float64Array {
  const bright = render(layout([object]), size).pixels;
  const dark = render(layout([object], { background: black }), size).pixels;
  return Float64Array.from({ length: size * size }, (_, i) => 1 - (bright[4 * i] - dark[4 * i]) / 255);
}

/** Inclusive bounds of the pixels that are covered by a quarter or more. */
function boundsOf(alpha: Float64Array, size: number): number[] {
  let [x0, y0, x1, y1] = [size, size, -1, -1];
  alpha.forEach((value, i) => {
    if (value < 0.25) return;
    [x0, x1] = [Math.min(x0, i % size), Math.max(x1, i % size)];
    [y0, y1] = [Math.min(y0, Math.floor(i / size)), Math.max(y1, Math.floor(i / size))];
  });
  return [x0, y0, x1, y1];
}

describe('the renderer', () => {
  it('puts an upright block of 20 x 10 pixels where its centre says', () => {
    const object = { ...upright, sprite: block(20, 10), cx: 30 / 96, cy: 45 / 96, scaleX: 1 / 96, scaleY: 1 / 96 };
    const { boxes, pixels } = render(layout([object]));
    expect([...boxes]).toEqual([20, 40, 39, 49]);
    expect([...pixels.subarray(4 * (40 * 96 + 20), 4 * (40 * 96 + 21))]).toEqual([200, 100, 50, 255]);
    expect([...pixels.subarray(4 * (39 * 96 + 20), 4 * (39 * 96 + 21))]).toEqual([255, 255, 255, 255]);
  });

  it('gives a sprite a box that is tight on the pixels that it covers', () => {
    const random = new Random('tight');
    for (const sprite of atlas.sprites.filter((_, i) => i % 3 === 0)) {
      const scale = random.uniform(20, 70) / 96 / 128;
      const angle = random.uniform(-0.3, 0.3);
      const object = {
        ...upright,
        sprite,
        cx: random.uniform(0.2, 0.8),
        cy: random.uniform(0.2, 0.8),
        scaleX: random.chance(0.5) ? -scale : scale,
        scaleY: scale,
        cos: Math.cos(angle),
        sin: Math.sin(angle),
      };
      const [x0, y0, x1, y1] = render(layout([object])).boxes;
      const bounds = boundsOf(alphaOf(object, 96), 96);
      // Rounding to bytes may move a pixel across the threshold, so a side may differ by one.
      [x0, y0, x1, y1].forEach((side, k) => {
        expect(Math.abs(side - bounds[k]), `${sprite.pack} ${sprite.name}`).toBeLessThanOrEqual(1);
      });
    }
  }, 20_000);

  it('covers as much as the sprite paints, at any reduction', () => {
    for (const sprite of atlas.sprites.filter(({ className }) => className === 'bicycle')) {
      for (const side of [24, 50, 90]) {
        const scale = side / 96 / 128;
        const covered = alphaOf({ ...upright, sprite, scaleX: scale, scaleY: scale }, 96).reduce(
          (sum, a) => sum + a,
          0,
        );
        const expected = sprite.area * (side / 128) ** 2;
        expect(covered / expected).toBeGreaterThan(0.97);
        expect(covered / expected).toBeLessThan(1.03);
      }
    }
  });

  it('mirrors a sprite whose horizontal scale is negative', () => {
    const sprite = atlas.sprites.find(({ className }) => className === 'motorbike')!;
    const scale = 0.5 / 128;
    const plain = render(layout([{ ...upright, sprite, scaleX: scale, scaleY: scale }])).pixels;
    const mirrored = render(layout([{ ...upright, sprite, scaleX: -scale, scaleY: scale }])).pixels;
    const flipped = Uint8ClampedArray.from(plain, (_, i) => {
      const x = Math.floor(i / 4) % 96;
      return plain[i + 4 * (95 - 2 * x)];
    });
    const worst = mirrored.reduce((max, value, i) => Math.max(max, Math.abs(value - flipped[i])), 0);
    expect(worst).toBeLessThanOrEqual(1);
  });

  it('cuts a box at the edge of the image, and keeps it whole under another object', () => {
    const scale = { scaleX: 1 / 96, scaleY: 1 / 96 };
    const front = { ...upright, ...scale, sprite: block(20, 20), cx: 10 / 96 };
    const behind = { ...upright, ...scale, sprite: block(60, 10), cx: 20 / 96 };
    expect([...render(layout([front, behind])).boxes]).toEqual([0, 38, 19, 57, 0, 43, 49, 52]);
  });

  it('calls an object difficult when it is small or mostly hidden', () => {
    const scale = { scaleX: 1 / 96, scaleY: 1 / 96 };
    const objects = [
      { ...upright, ...scale, sprite: block(14, 14) },
      { ...upright, ...scale, sprite: block(13, 13), cx: 48.5 / 96, cy: 48.5 / 96 },
      { ...upright, ...scale, sprite: block(40, 40), visible: 0.55 },
      { ...upright, ...scale, sprite: block(40, 40), visible: 0.65 },
    ];
    expect([...render(layout(objects)).difficult]).toEqual([0, 1, 1, 0]);
  });

  it('blurs without moving or losing light', () => {
    const object = { ...upright, sprite: block(20, 10), scaleX: 1 / 96, scaleY: 1 / 96 };
    const light = (blurred: boolean) => render(layout([object], { blurred })).pixels.reduce((sum, v) => sum + v, 0);
    expect(light(true) / light(false)).toBeCloseTo(1, 4);
    expect(render(layout([object], { blurred: true })).boxes).toEqual(render(layout([object])).boxes);
  });
});
