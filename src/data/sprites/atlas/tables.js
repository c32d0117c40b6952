/**
 * @file Dining tables: the one VOC class without a glyph. Nine tables a style, each laid with a plate.
 *
 * Drawn in a 128 x 128 box, seen from slightly above; `rasterize` crops to what is painted.
 */

/**
 * @typedef {import('./glyphs.js').Pack} Pack
 * @typedef {{ top: string, side: string, leg: string, shade: string }} Wood
 * @typedef {{ rim: string, well: string, edge: string, cloth: readonly string[], woods: readonly Wood[], bold: number }} Style
 */

/** @type {Readonly<Record<Pack, Style>>} */
const styles = {
  noto: {
    rim: '#fafafa',
    well: '#e0e0e0',
    edge: '#bdbdbd',
    cloth: ['#ef5350', '#c62828', '#42a5f5', '#1976d2'],
    woods: [
      { top: '#c98a4b', side: '#9c6431', leg: '#8a5428', shade: '#6d3f1c' },
      { top: '#a56a43', side: '#784a2b', leg: '#6d4126', shade: '#543019' },
      { top: '#e0b87f', side: '#b98b50', leg: '#a97b42', shade: '#8a6233' },
    ],
    bold: 5,
  },
  twemoji: {
    rim: '#e1e8ed',
    well: '#ccd6dd',
    edge: '#99aab5',
    cloth: ['#f5f8fa', '#ccd6dd', '#77b255', '#5c913b'],
    woods: [
      { top: '#c1694f', side: '#a0512f', leg: '#a0512f', shade: '#662113' },
      { top: '#d99e82', side: '#bf6952', leg: '#bf6952', shade: '#8a4633' },
      { top: '#ffac33', side: '#d98a1d', leg: '#c1694f', shade: '#a0512f' },
    ],
    bold: 8,
  },
  fluent: {
    rim: '#f3eef8',
    well: '#cdc4d6',
    edge: '#998ea4',
    cloth: ['#ffb02e', '#d98a00', '#f4f4f4', '#cdc4d6'],
    woods: [
      { top: '#a56953', side: '#6d4534', leg: '#6d4534', shade: '#4a2f25' },
      { top: '#d3883e', side: '#a05e25', leg: '#8c5543', shade: '#6d4534' },
      { top: '#e39d89', side: '#b97028', leg: '#8c5543', shade: '#6d4534' },
    ],
    bold: 7,
  },
};

/** @returns {{ name: string, svg: string }[]} the tables of one style, as SVG documents of 128 x 128 units */
export function drawTables(/** @type {Pack} */ pack) {
  const style = styles[pack];
  const [light, middle, pale] = style.woods;
  const b = style.bold;
  /** @type {[string, string][]} */
  const tables = [
    ['round-pedestal', pedestal(light, b) + disc(light, 60, 20, 44) + plate(style, 64, 42, 22)],
    [
      'round-legs',
      legs(middle, b, 52, 112, 22, 34) + disc(middle, 54, 22, 48) + plate(style, 46, 46, 19) + cup(style, 88, 42),
    ],
    ['square-legs', legs(pale, b + 2, 56, 116, 8, 0) + slab(pale, 26, 8, 34, 62, 8) + plate(style, 64, 47, 24)],
    [
      'long-legs',
      legs(light, b, 50, 98, 6, 20) +
        slab(light, 16, 2, 36, 56, 6) +
        plate(style, 40, 46, 18) +
        plate(style, 88, 46, 18),
    ],
    ['trestle', trestle(middle, b + 1) + slab(middle, 20, 4, 40, 58, 7) + plate(style, 64, 49, 20)],
    ['panels', panels(pale) + slab(pale, 22, 6, 36, 58, 9) + plate(style, 50, 47, 21) + cup(style, 94, 43)],
    ['round-cloth', drapedDisc(style.cloth[0], style.cloth[1]) + plate(style, 64, 40, 24)],
    [
      'long-cloth',
      legs(light, b, 70, 106, 12, 0) +
        drapedSlab(style.cloth[2], style.cloth[3]) +
        plate(style, 44, 46, 18) +
        plate(style, 86, 46, 18),
    ],
    [
      'oval-pedestals',
      pedestals(middle, b) +
        disc(middle, 62, 17, 48) +
        plate(style, 38, 46, 16) +
        cup(style, 64, 40) +
        plate(style, 92, 46, 16),
    ],
  ];
  return tables.map(([name, body]) => ({ name: `table-${name}`, svg: document(body) }));
}

/** @param {string} body */
function document(body) {
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 128 128">${body}</svg>`;
}

/** A round top: its thickness first, then the surface. @param {Wood} w @param {number} rx @param {number} ry @param {number} cy */
function disc(w, rx, ry, cy) {
  return `<path fill="${w.side}" d="M${64 - rx} ${cy}a${rx} ${ry} 0 0 0 ${2 * rx} 0v8a${rx} ${ry} 0 0 1 ${-2 * rx} 0z"/>${ellipse(64, cy, rx, ry, w.top)}`;
}

/** A rectangular top in perspective. @param {Wood} w @param {number} inset of the far edge @param {number} x0 @param {number} y0 @param {number} y1 @param {number} thick */
function slab(w, inset, x0, y0, y1, thick) {
  const x1 = 128 - x0;
  return `<path fill="${w.top}" d="M${inset} ${y0}H${128 - inset}L${x1} ${y1}H${x0}z"/><path fill="${w.side}" d="M${x0} ${y1}H${x1}v${thick}H${x0}z"/>`;
}

/** Four legs; the far pair stands further in, is darker and ends higher. @param {Wood} w @param {number} width @param {number} y0 @param {number} y1 @param {number} inset @param {number} lean */
function legs(w, width, y0, y1, inset, lean) {
  const near = lean > 0 ? inset - lean * 0.3 : inset;
  const far = inset + 20;
  return (
    bar(w.shade, far + 2, y0, far, y1 - 12, width) +
    bar(w.shade, 126 - far, y0, 128 - far, y1 - 12, width) +
    bar(w.leg, inset + width / 2, y0, near + width / 2, y1, width) +
    bar(w.leg, 128 - inset - width / 2, y0, 128 - near - width / 2, y1, width)
  );
}

/** @param {Wood} w @param {number} b */
function pedestal(w, b) {
  return `<path fill="${w.leg}" d="M${64 - b} 56H${64 + b}V98q4 10 24 14v6H${40 - b}v-6q20 -4 24 -14z"/><path fill="${w.shade}" d="M64 56h${b}V98q4 10 24 14v6H64z"/>`;
}

/** @param {Wood} w @param {number} b */
function pedestals(w, b) {
  const one = (/** @type {number} */ x) =>
    `${bar(w.leg, x, 50, x, 100, b + 2)}<path fill="${w.shade}" d="M${x - 16} 106q16 -16 32 0z"/>`;
  return one(36) + one(92) + bar(w.shade, 36, 88, 92, 88, b * 0.7);
}

/** @param {Wood} w @param {number} b */
function trestle(w, b) {
  const cross = (/** @type {number} */ x) =>
    bar(w.shade, x - 13, 60, x + 13, 110, b) + bar(w.leg, x + 13, 60, x - 13, 110, b);
  return cross(28) + cross(100) + bar(w.shade, 28, 85, 100, 85, b * 0.7);
}

/** @param {Wood} w */
function panels(w) {
  return `<path fill="${w.shade}" d="M26 60h76v10H26z"/><path fill="${w.leg}" d="M14 60h16v54H14zM98 60h16v54H98z"/>`;
}

/** @param {string} top @param {string} fall */
function drapedDisc(top, fall) {
  const folds = 'q12.5 12 25 0'.repeat(4);
  return `<path fill="${fall}" d="M6 40L14 106${folds}L122 40z"/>${ellipse(64, 40, 58, 20, top)}`;
}

/** @param {string} top @param {string} fall */
function drapedSlab(top, fall) {
  return `<path fill="${top}" d="M20 34H108L124 58H4z"/><path fill="${fall}" d="M4 58H124V78l-15 8l-15 -8l-15 8l-15 -8l-15 8l-15 -8l-15 8l-15 -8z"/>`;
}

/** @param {Style} s @param {number} cx @param {number} cy @param {number} rx */
function plate(s, cx, cy, rx) {
  return (
    ellipse(cx, cy + 2, rx, rx * 0.42, s.edge) +
    ellipse(cx, cy, rx, rx * 0.42, s.rim) +
    ellipse(cx, cy, rx * 0.62, rx * 0.25, s.well)
  );
}

/** @param {Style} s @param {number} cx @param {number} cy of the foot */
function cup(s, cx, cy) {
  return `<path fill="${s.rim}" d="M${cx - 7} ${cy - 17}h14l-2 16q-5 3 -10 0z"/>${ellipse(cx, cy - 17, 7, 2.6, s.edge)}`;
}

/** @param {number} cx @param {number} cy @param {number} rx @param {number} ry @param {string} fill */
function ellipse(cx, cy, rx, ry, fill) {
  return `<ellipse cx="${cx}" cy="${cy}" rx="${rx}" ry="${ry}" fill="${fill}"/>`;
}

/** @param {string} stroke @param {number} x0 @param {number} y0 @param {number} x1 @param {number} y1 @param {number} width */
function bar(stroke, x0, y0, x1, y1, width) {
  return `<path stroke="${stroke}" stroke-width="${width}" d="M${x0} ${y0}L${x1} ${y1}"/>`;
}
