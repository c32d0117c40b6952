/**
 * @file `npm run sprites`: rasterises the glyphs and tables into public/sprites/atlas.bin and atlas.json.
 *
 * The result is committed, so that the lab draws the same bytes on every machine and needs neither a canvas nor the
 * packs at run time. atlas.json lists the sprites in the order of their pixels in atlas.bin, which is one zlib stream of
 * RGBA rows, colour premultiplied by alpha. (PNG's row differences would make it larger: the art is flat.)
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { deflateSync } from 'node:zlib';
import { Resvg } from '@resvg/resvg-js';
import { corrections, glyphs, packages } from './glyphs.js';
import { drawTables } from './tables.js';

/** Pixels on the longest side: enough for the largest object of a 96-pixel scene, and fair for one of 300. */
const longSide = 128;
const folder = new URL('../../../../public/sprites/', import.meta.url);
const require = createRequire(import.meta.url);

/**
 * @typedef {import('./glyphs.js').Pack} Pack
 * @typedef {{ name: string, class: string, pack: Pack, svg: string }} Drawing
 */

/** @type {Drawing[]} */
const drawings = /** @type {Pack[]} */ (Object.keys(packages)).flatMap((pack) => [
  ...glyphDrawings(pack),
  ...tableDrawings(pack),
]);
const rasters = drawings.map((drawing) => rasterize(drawing.svg, `${drawing.pack} ${drawing.name}`));

const sprites = drawings.map(({ name, class: className, pack }, i) => {
  const { width, height } = rasters[i];
  return { name, class: className, pack, width, height };
});
const packed = deflateSync(Buffer.concat(rasters.map(({ pixels }) => pixels)), { level: 9 });
const lines = sprites.map((sprite) => `  ${JSON.stringify(sprite)}`).join(',\n');
mkdirSync(folder, { recursive: true });
writeFileSync(new URL('atlas.bin', folder), packed);
writeFileSync(new URL('atlas.json', folder), `{"sprites": [\n${lines}\n]}\n`);
console.log(`${sprites.length} sprites, ${packed.length} bytes`);

/** The glyphs of one pack as SVG documents, corrected. @param {Pack} pack @returns {Drawing[]} */
function glyphDrawings(pack) {
  const icons = readJson(`${packages[pack]}/icons.json`);
  const names = readJson(`${packages[pack]}/chars.json`);
  return Object.entries(glyphs).flatMap(([className, codes]) =>
    codes.map((code) => {
      const name = names[code];
      const icon = icons.icons[name] ?? icons.icons[icons.aliases?.[name]?.parent];
      if (icon === undefined) throw new Error(`${pack}: no glyph for code point ${code} (${className}); expected one`);
      const { drop = [], keep = [0, 0, icons.width, icons.height] } = corrections[pack][code] ?? {};
      const [x0, y0, x1, y1] = keep;
      const svg = `<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" viewBox="${x0} ${y0} ${x1 - x0} ${y1 - y0}">${dropShapes(icon.body, drop, `${pack} ${name}`)}</svg>`;
      return { name, class: className, pack, svg };
    }),
  );
}

/** @param {Pack} pack @returns {Drawing[]} */
function tableDrawings(pack) {
  return drawTables(pack).map(({ name, svg }) => ({ name, class: 'diningtable', pack, svg }));
}

/**
 * Takes drawn shapes out of an SVG body; shapes within definitions are not counted.
 *
 * @param {string} body
 * @param {readonly number[]} numbers one-based, in document order
 * @param {string} what for the error
 */
function dropShapes(body, numbers, what) {
  const definitions = [...body.matchAll(/<(defs|clipPath|mask|linearGradient|radialGradient)\b[\s\S]*?<\/\1>/g)];
  const shapes = [...body.matchAll(/<(?:path|circle|ellipse|rect|polygon|polyline|line)\b[^>]*\/>/g)].filter(
    ({ index }) => !definitions.some((d) => index >= d.index && index < d.index + d[0].length),
  );
  const unknown = numbers.find((number) => shapes[number - 1] === undefined);
  if (unknown !== undefined) throw new Error(`${what}: no shape ${unknown} to drop; it has ${shapes.length}`);
  const dropped = numbers.map((number) => shapes[number - 1]).sort((a, b) => b.index - a.index);
  return dropped.reduce((text, { index, 0: shape }) => text.slice(0, index) + text.slice(index + shape.length), body);
}

/**
 * Draws an SVG so that its painted part fills the picture, `longSide` pixels on the longer side.
 *
 * @param {string} svg a document with a viewBox
 * @param {string} what for the error
 */
function rasterize(svg, what) {
  const bounds = paintedBounds(svg, what);
  const scale = longSide / Math.max(bounds.width, bounds.height);
  const width = Math.max(1, Math.round(bounds.width * scale));
  const height = Math.max(1, Math.round(bounds.height * scale));
  const fitted = svg.replace(
    /viewBox="[^"]*"/,
    `width="${width}" height="${height}" preserveAspectRatio="none" viewBox="${bounds.x} ${bounds.y} ${bounds.width} ${bounds.height}"`,
  );
  return { width, height, pixels: new Resvg(fitted).render().pixels };
}

/** The painted part of an SVG in its own units, found on a fine raster. @param {string} svg @param {string} what */
function paintedBounds(svg, what) {
  const box = /viewBox="([^"]*)"/.exec(svg)?.[1].split(' ').map(Number);
  if (box === undefined) throw new Error(`${what}: no viewBox; expected one`);
  const image = new Resvg(svg, { fitTo: { mode: 'width', value: 1024 } }).render();
  const { width, height, pixels } = image;
  let [x0, y0, x1, y1] = [width, height, -1, -1];
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      if (pixels[4 * (y * width + x) + 3] < 64) continue;
      x0 = Math.min(x0, x);
      x1 = Math.max(x1, x);
      y0 = Math.min(y0, y);
      y1 = Math.max(y1, y);
    }
  }
  if (x1 < 0) throw new Error(`${what}: nothing is painted; expected a picture`);
  const unit = box[2] / width;
  return { x: box[0] + x0 * unit, y: box[1] + y0 * unit, width: (x1 - x0 + 1) * unit, height: (y1 - y0 + 1) * unit };
}

/** @param {string} path of a file in a package */
function readJson(path) {
  return JSON.parse(readFileSync(require.resolve(path), 'utf8'));
}
