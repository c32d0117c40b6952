/**
 * @file Figures as SVG text: elements, scales and axes. Ink on a white sheet, so that they read on a dark page as well.
 */

type Attributes = Readonly<Record<string, string | number>>;

export function element(name: string, attributes: Attributes, ...children: readonly string[]): string {
  const written = Object.entries(attributes).map(
    ([key, value]) => ` ${key}="${typeof value === 'number' ? Number(value.toFixed(2)) : escaped(value)}"`,
  );
  return `<${name}${written.join('')}${children.length === 0 ? '/>' : `>${children.join('')}</${name}>`}`;
}

export function text(x: number, y: number, content: string, attributes: Attributes = {}): string {
  return element('text', { x, y, ...attributes }, escaped(content));
}

export function line(x1: number, y1: number, x2: number, y2: number, attributes: Attributes): string {
  return element('line', { x1, y1, x2, y2, ...attributes });
}

function escaped(content: string): string {
  return content.replace(/[&<>"]/g, (character) => `&#${character.charCodeAt(0)};`);
}

export const ink = { strong: '#1a1a1a', soft: '#595959', grid: '#dddddd' } as const;

/** Okabe and Ito: apart for every kind of colour vision, with a dash and a mark each for none. */
export const series = [
  { colour: '#0072B2', dash: 'none', mark: 'circle' },
  { colour: '#D55E00', dash: '7 3', mark: 'square' },
  { colour: '#009E73', dash: '2 3', mark: 'triangle' },
  { colour: '#AA4499', dash: '10 3 2 3', mark: 'diamond' },
  { colour: '#1a1a1a', dash: '4 2', mark: 'cross' },
  { colour: '#8a6d00', dash: '1 2', mark: 'circle' },
] as const;

/** A small mark around a point. */
export function marker(kind: (typeof series)[number]['mark'], x: number, y: number, r: number, attributes: Attributes) {
  const paths = {
    circle: `M${x - r},${y}a${r},${r} 0 1 0 ${2 * r},0a${r},${r} 0 1 0 ${-2 * r},0z`,
    square: `M${x - r},${y - r}h${2 * r}v${2 * r}h${-2 * r}z`,
    triangle: `M${x},${y - r}L${x + r},${y + r}H${x - r}z`,
    diamond: `M${x},${y - r}L${x + r},${y}L${x},${y + r}L${x - r},${y}z`,
    cross: `M${x - r},${y - r}L${x + r},${y + r}M${x - r},${y + r}L${x + r},${y - r}`,
  };
  const path = paths[kind].replace(/-?\d+\.\d{3,}/g, (number) => Number(number).toFixed(2));
  return element('path', { d: path, ...(kind === 'cross' && { 'stroke-width': 1.5 }), ...attributes });
}

/** A whole figure. @param title read aloud in place of it */
export function figure(width: number, height: number, title: string, ...children: readonly string[]): string {
  const sheet = element('rect', { width, height, fill: '#ffffff' });
  const attributes = { xmlns: 'http://www.w3.org/2000/svg', viewBox: `0 0 ${width} ${height}`, width, height };
  const font = { 'font-family': 'system-ui, sans-serif', 'font-size': 13, fill: ink.strong };
  const named = element('title', {}, escaped(title));
  return `${element('svg', { ...attributes, role: 'img', ...font }, named, sheet, ...children)}\n`;
}

export interface Scale {
  (value: number): number;
  ticks: number[];
}

/** @param range where `low` and `high` come to lie */
export function linearScale(low: number, high: number, range: readonly [number, number], count = 6): Scale {
  const step = niceStep((high - low || 1) / count);
  const [first, last] = [Math.floor(low / step), Math.ceil(high / step)];
  const ticks = Array.from({ length: last - first + 1 }, (_, i) => Number(((first + i) * step).toPrecision(12)));
  return scaleOver([ticks[0], ticks[ticks.length - 1]], ticks, range, (value) => value);
}

/** From `low` to `high`, with round ticks between them. */
export function logScale(low: number, high: number, range: readonly [number, number]): Scale {
  const decades = Array.from({ length: 13 }, (_, i) => i - 6);
  const all = decades.flatMap((decade) =>
    [1, 1.5, 2, 2.5, 3, 3.5, 4, 4.5, 5, 6, 7, 8].map((digit) => Number(`${digit}e${decade}`)),
  );
  return scaleOver(
    [low, high],
    all.filter((tick) => tick >= low && tick <= high),
    range,
    Math.log,
  );
}

function scaleOver(
  [first, last]: readonly [number, number],
  ticks: number[],
  [start, end]: readonly [number, number],
  form: (value: number) => number,
): Scale {
  const [low, high] = [form(first), form(last)];
  const scale = (value: number) => start + ((form(value) - low) / (high - low || 1)) * (end - start);
  return Object.assign(scale, { ticks });
}

function niceStep(rough: number): number {
  const decade = 10 ** Math.floor(Math.log10(rough));
  return ([1, 2, 5].find((digit) => digit * decade >= rough) ?? 10) * decade;
}
