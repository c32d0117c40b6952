/**
 * @file Which glyphs stand for which VOC class, and what is taken off them first.
 *
 * A box must be the object's own, so everything that is not the object goes: water under boats, rails and wires of
 * trains, the sofa's lamp, the sake cup, flying corks, keyboards. Dining tables have no glyph; `tables.js` draws them.
 */

/**
 * @typedef {'noto' | 'twemoji' | 'fluent'} Pack
 * @typedef {{ drop?: readonly number[], keep?: readonly [number, number, number, number] }} Correction
 *   drop: one-based numbers, in document order, of the drawn shapes to leave out;
 *   keep: (x0, y0, x1, y1) in the glyph's own units, the rest is cut away.
 */

/** @type {Readonly<Record<Pack, string>>} */
export const packages = {
  noto: '@iconify-json/noto',
  twemoji: '@iconify-json/twemoji',
  fluent: '@iconify-json/fluent-emoji-flat',
};

const tones = ['', '1f3fb', '1f3fc', '1f3fd', '1f3fe', '1f3ff'];
const poses = ['1f9cd', '1f6b6', '1f3c3']; // standing, walking, running
const sexes = ['', '-200d-2642', '-200d-2640'];

/** Nine bodies in three skin tones each; every tone comes up four or five times. */
const people = poses.flatMap((pose, p) =>
  sexes.flatMap((sex, s) =>
    [0, 2, 4].map((step) => {
      const tone = tones[(3 * p + s + step) % tones.length];
      return `${pose}${tone === '' ? '' : `-${tone}`}${sex}`;
    }),
  ),
);

/**
 * Code points by class. Left out: metro, station, departing and landing aeroplane, tram (station, runway or street
 * belong to the picture), racing car, chicken head.
 *
 * @type {Readonly<Record<string, readonly string[]>>}
 */
export const glyphs = {
  aeroplane: ['2708', '1f6e9'],
  bicycle: ['1f6b2'],
  bird: ['1f426', '1f54a', '1f99c', '1f985', '1f986', '1f989'],
  boat: ['26f5', '1f6a4', '1f6e5', '1f6f6', '26f4', '1f6a2'],
  bottle: ['1f37e', '1f9f4', '1f37c', '1f376'],
  bus: ['1f68c', '1f68d', '1f68e', '1f690'],
  car: ['1f697', '1f698', '1f699', '1f695'],
  cat: ['1f408', '1f408-200d-2b1b'],
  chair: ['1fa91', '1f4ba'],
  cow: ['1f404', '1f402'],
  dog: ['1f415', '1f429', '1f9ae'],
  horse: ['1f40e'],
  motorbike: ['1f3cd', '1f6f5'],
  person: people,
  pottedplant: ['1fab4'],
  sheep: ['1f411', '1f40f'],
  sofa: ['1f6cb'],
  train: ['1f686', '1f682', '1f684', '1f685', '1f683'],
  tvmonitor: ['1f4fa', '1f5a5'],
};

/** @type {Readonly<Record<Pack, Readonly<Record<string, Correction>>>>} */
export const corrections = {
  noto: {
    '1f376': { drop: [8, 9, 10, 11, 12] }, // sake cup
    '1f37e': { drop: [8, 9, 10, 11] }, // cork and spray
    '1f54a': { drop: [1, 2, 3] }, // olive branch
    '1f5a5': { drop: [5, 6, 7, 8] }, // keyboard
    '1f682': { drop: [2, 3] }, // smoke
    '1f686': { drop: [1, 2, 3, 4, 5, 6, 7, 8] }, // rails
    '1f68e': { drop: [1, 2, 3, 22, 23] }, // wire and pole
    '1f6cb': { drop: [1, 2, 3] }, // lamp
    '1f9ae': { drop: [11] }, // handle
  },
  twemoji: {
    '1f376': { drop: [4, 5, 6] },
    '1f37e': { drop: [1, 2, 3, 4, 5, 6] },
    '1f54a': { drop: [1, 4, 5] },
    '1f5a5': { drop: [5, 6] },
    '1f682': { drop: [1] }, // ground
    '1f683': { drop: [1] },
    '1f684': { drop: [1] },
    '1f685': { drop: [1] },
    '1f686': { drop: [1, 2, 3, 4] },
    '1f68e': { drop: [2] },
    '1f6cb': { drop: [1, 2, 3] },
    '1f9ae': { drop: [14] },
    '1f6a2': { drop: [6], keep: [0, 0, 36, 30] }, // water, and the hull below it
    '1f6a4': { drop: [3, 6] },
    '1f6e5': { drop: [7] },
    '1f6f6': { drop: [2] },
    '26f4': { drop: [24] },
    '26f5': { drop: [3] },
  },
  fluent: {
    '1f376': { drop: [2], keep: [13.99, 0, 32, 32] },
    '1f37e': { drop: [1, 2, 5] },
    '1f54a': { drop: [3] },
    '1f5a5': { drop: [1, 5] },
    '1f684': { drop: [1] }, // pillars of the viaduct
    '1f685': { drop: [7] },
    '1f686': { drop: [1] },
    '1f6cb': { drop: [4, 5] },
    '1f9ae': { drop: [8] },
    '1f6a2': { keep: [0, 0, 32, 27.5] }, // the water is in one shape with the windows
    '1f6a4': { drop: [6] },
    '1f6e5': { drop: [6] },
    '1f6f6': { drop: [4] },
    '26f4': { drop: [2] },
    '26f5': { drop: [4] },
  },
};
