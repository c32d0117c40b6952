/**
 * @file The sprite atlas: reads public/sprites/atlas.{json,bin} and prepares the sprites for sampling at any size.
 */

export type SpritePack = 'noto' | 'twemoji' | 'fluent';

/** One level of a sprite's mip pyramid: RGBA, premultiplied, with a transparent border of one texel on each side. */
export interface MipLevel {
  /** Without the border. */
  width: number;
  height: number;
  /** u8[height + 2, width + 2, 4] */
  texels: Uint8Array;
}

export interface Sprite {
  name: string;
  /** A VOC class. */
  className: string;
  pack: SpritePack;
  width: number;
  height: number;
  /** The painted area in texels: the sum of alpha. */
  area: number;
  /** Level k is 2^k times smaller than level 0; the last is 1 texel wide or high at most. */
  mips: readonly MipLevel[];
}

export interface SpriteAtlas {
  sprites: readonly Sprite[];
}

/** Where the drawings come from, for the page to show. */
export const spriteCredits: readonly { name: string; licence: string; url: string; changes: string }[] = [
  {
    name: 'Noto Emoji, Google Inc',
    licence: 'Apache-2.0',
    url: 'https://github.com/googlefonts/noto-emoji',
    changes: 'rasterised; parts removed',
  },
  {
    name: 'Twemoji, Twitter Inc and contributors',
    licence: 'CC-BY-4.0',
    url: 'https://github.com/jdecked/twemoji',
    changes: 'rasterised; parts removed',
  },
  {
    name: 'Fluent Emoji Flat, Microsoft Corporation',
    licence: 'MIT',
    url: 'https://github.com/microsoft/fluentui-emoji',
    changes: 'rasterised; parts removed',
  },
];

type IndexEntry = { name: string; class: string; pack: SpritePack; width: number; height: number };

/**
 * Loads the sprites.
 *
 * @param fetchBytes reads a file of public/sprites
 * @throws Error if the index does not parse or does not describe the pixels
 */
export async function loadSpriteAtlas(
  fetchBytes: (name: 'atlas.bin' | 'atlas.json') => Promise<ArrayBuffer>,
): Promise<SpriteAtlas> {
  const [json, packed] = await Promise.all([fetchBytes('atlas.json'), fetchBytes('atlas.bin')]);
  const index = parseIndex(new TextDecoder().decode(json));
  const pixels = await inflate(packed);
  const expected = index.reduce((sum, { width, height }) => sum + 4 * width * height, 0);
  if (pixels.length !== expected) {
    throw new Error(`sprite atlas: atlas.bin holds ${pixels.length} bytes of pixels; atlas.json describes ${expected}`);
  }
  let offset = 0;
  const sprites = index.map(({ name, class: className, pack, width, height }): Sprite => {
    const rgba = pixels.subarray(offset, offset + 4 * width * height);
    offset += rgba.length;
    return prepared({ name, className, pack, width, height }, rgba);
  });
  return { sprites };
}

/** What is derived from the pixels is made when a scene first shows the sprite: the page is ready sooner. */
function prepared(known: Omit<Sprite, 'area' | 'mips'>, rgba: Uint8Array): Sprite {
  let area: number | null = null;
  let mips: readonly MipLevel[] | null = null;
  return {
    ...known,
    get area() {
      area ??= paintedArea(rgba);
      return area;
    },
    get mips() {
      mips ??= buildMips(rgba, known.width, known.height);
      return mips;
    },
  };
}

function parseIndex(text: string): IndexEntry[] {
  try {
    const { sprites } = JSON.parse(text);
    if (Array.isArray(sprites)) return sprites;
  } catch {
    // Falls through: a missing file is often answered by a page of HTML.
  }
  throw new Error(
    `sprite atlas: atlas.json begins with ${JSON.stringify(text.slice(0, 40))}; expected {"sprites": [...]}`,
  );
}

async function inflate(packed: ArrayBuffer): Promise<Uint8Array> {
  const stream = new Blob([packed]).stream().pipeThrough(new DecompressionStream('deflate'));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}

function paintedArea(rgba: Uint8Array): number {
  let sum = 0;
  for (let i = 3; i < rgba.length; i += 4) sum += rgba[i];
  return sum / 255;
}

function buildMips(rgba: Uint8Array, width: number, height: number): MipLevel[] {
  const base = emptyLevel(width, height);
  for (let y = 0; y < height; y++) {
    base.texels.set(rgba.subarray(4 * y * width, 4 * (y + 1) * width), 4 * ((y + 1) * (width + 2) + 1));
  }
  const mips = [base];
  while (Math.min(mips[mips.length - 1].width, mips[mips.length - 1].height) > 1)
    mips.push(halve(mips[mips.length - 1]));
  return mips;
}

/** Averages 2 x 2 texels; the border stands in for those beyond an odd side. */
function halve(level: MipLevel): MipLevel {
  const half = emptyLevel((level.width + 1) >> 1, (level.height + 1) >> 1);
  const from = level.texels;
  const below = 4 * (level.width + 2);
  for (let y = 0; y < half.height; y++) {
    for (let x = 0; x < half.width; x++) {
      const source = (2 * y + 1) * below + 4 * (2 * x + 1);
      const target = 4 * ((y + 1) * (half.width + 2) + x + 1);
      for (let c = 0; c < 4; c++) {
        const i = source + c;
        half.texels[target + c] = (from[i] + from[i + 4] + from[i + below] + from[i + below + 4] + 2) >> 2;
      }
    }
  }
  return half;
}

function emptyLevel(width: number, height: number): MipLevel {
  return { width, height, texels: new Uint8Array(4 * (width + 2) * (height + 2)) };
}
