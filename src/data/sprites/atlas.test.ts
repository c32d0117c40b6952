import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { vocClasses } from '../../ssd';
import { loadSpriteAtlas, type SpritePack, spriteCredits } from './atlas';

const file = (name: string) => new Uint8Array(readFileSync(`public/sprites/${name}`)).buffer;
const atlas = await loadSpriteAtlas(async (name) => file(name));
const packs: SpritePack[] = ['noto', 'twemoji', 'fluent'];

describe('the sprite atlas', () => {
  it('has every class of VOC in every pack', () => {
    for (const pack of packs) {
      const classes = new Set(atlas.sprites.filter((sprite) => sprite.pack === pack).map((sprite) => sprite.className));
      expect([...classes].sort(), pack).toEqual([...vocClasses].sort());
    }
  });

  it('credits every pack that it draws from', () => {
    expect(spriteCredits).toHaveLength(packs.length);
    expect(spriteCredits.every(({ licence, url }) => licence !== '' && url.startsWith('https://'))).toBe(true);
  });

  it('holds sprites that reach all four sides of their rectangle, 128 pixels on the longer side', () => {
    for (const { name, pack, width, height, mips } of atlas.sprites) {
      const row = (y: number) => mips[0].texels.subarray(4 * (y + 1) * (width + 2), 4 * (y + 2) * (width + 2));
      const painted = (texels: Uint8Array) => texels.some((value, i) => i % 4 === 3 && value >= 32);
      const column = (x: number) => Array.from({ length: height }, (_, y) => row(y)[4 * (x + 1) + 3]);
      expect(Math.max(width, height), `${pack} ${name}`).toBe(128);
      expect([row(0), row(height - 1)].every(painted), `${pack} ${name}, top and bottom`).toBe(true);
      expect([column(0), column(width - 1)].every((alphas) => alphas.some((alpha) => alpha >= 32))).toBe(true);
    }
  });

  it('has premultiplied colour: no channel above alpha', () => {
    for (const { name, mips } of atlas.sprites) {
      const bad = mips.some(({ texels }) => texels.some((value, i) => value > texels[i | 3]));
      expect(bad, name).toBe(false);
    }
  });

  it('keeps the mean colour from one mip level to the next', () => {
    const sprite = atlas.sprites.find(({ width, height }) => width === 128 && height === 128)!;
    const [base, half] = sprite.mips.map(({ texels }) => texels.reduce((sum, value) => sum + value, 0));
    expect(half * 4).toBeGreaterThan(base * 0.99);
    expect(half * 4).toBeLessThan(base * 1.01);
  });

  it('says so when the pixels are not those of the index', async () => {
    const truncated = JSON.stringify({
      sprites: JSON.parse(new TextDecoder().decode(file('atlas.json'))).sprites.slice(1),
    });
    const load = loadSpriteAtlas(async (name) =>
      name === 'atlas.bin' ? file(name) : new TextEncoder().encode(truncated).slice().buffer,
    );
    await expect(load).rejects.toThrow(/atlas\.bin holds \d+ bytes of pixels; atlas\.json describes \d+/);
  });

  it('says so when the index is a page of HTML', async () => {
    const load = loadSpriteAtlas(async (name) =>
      name === 'atlas.bin' ? file(name) : new TextEncoder().encode('<!doctype html><p>404').slice().buffer,
    );
    await expect(load).rejects.toThrow('<!doctype html>');
  });
});
