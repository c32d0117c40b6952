import { expect, it } from 'vitest';
import { createSpriteSource, loadSpriteAtlas } from '.';
import { digestOfFirst, recordedDigest } from './digest.fixture';

it('a browser draws the same bytes as Node', async () => {
  const atlas = await loadSpriteAtlas(async (name) => (await fetch(`/sprites/${name}`)).arrayBuffer());
  const source = createSpriteSource({ seed: 1, train: 20, val: 1, objects: 'mixed', style: 'lab', size: 96, atlas });
  expect(await digestOfFirst(20, source)).toBe(recordedDigest);
});
