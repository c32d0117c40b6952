/**
 * @file Reads one VOC annotation as it is written, with the liberties that real files take; what is wrong in it is for
 * the doctor to say.
 *
 * Over all 27,088 files of VOC2007 and VOC2012: children come in any order; `<part>` nests a name and a box of its own
 * and is not an object; `truncated` and `difficult` may be missing; two files have decimal coordinates; `folder` is wrong
 * as often as not and is not read.
 */
import { XMLParser, XMLValidator } from 'fast-xml-parser';

/** Entities stay unexpanded: no annotation needs them, and they are how an XML file attacks its reader. */
const parser = new XMLParser({
  ignoreAttributes: true,
  processEntities: false,
  parseTagValue: false,
  captureMetaData: true,
  isArray: (tag) => tag === 'object',
});
/** Of one annotation: the fullest images of DOTA have 2,000, and the doctor compares each object with those before it. */
const mostObjects = 10_000;
/** Characters of a name or a number. */
const longestText = 200;

const place = XMLParser.getMetaDataSymbol() as symbol;

/** (xmin, ymin, xmax, ymax) as in the file, where VOC counts pixels from 1. */
export type FileBox = readonly [number, number, number, number];
export const sides = ['xmin', 'ymin', 'xmax', 'ymax'] as const;

/** One object, as it is written. */
export interface AnnotatedObject {
  /** One-based among the objects of the file. */
  place: number;
  /** Where its element begins; null if the element is empty. */
  line: number | null;
  /** Null where it is missing or empty. */
  name: string | null;
  /** NaN where no number can be read. */
  box: FileBox;
  /** The first thing wrong with the sides, such as `xmin "a"; expected a number`; null if all four are numbers. */
  unreadable: string | null;
  /** Null where the file does not say. */
  difficult: boolean | null;
  truncated: boolean | null;
}

export interface Annotation {
  /** Null where it is missing or empty. */
  filename: string | null;
  /** Null where it is missing or no number; files with 0 exist. */
  width: number | null;
  height: number | null;
  /** Where the size stands; 1 if nowhere. */
  sizeLine: number;
  objects: readonly AnnotatedObject[];
}

type Node = Readonly<Record<string | symbol, unknown>>;

/**
 * @throws Error with the line of the fault if the text is not XML, if its root is not `<annotation>`, or if it has more
 *   than any image does
 */
export function parseAnnotation(xml: string): Annotation {
  const verdict = XMLValidator.validate(xml);
  if (verdict !== true) throw new XmlError(verdict.err.line, verdict.err.msg);
  const document = parser.parse(xml) as Node;
  if (!('annotation' in document)) {
    const root = Object.keys(document).find((key) => key !== '?xml') ?? '';
    throw new Error(`root element is <${root.slice(0, longestText)}>; expected <annotation>`);
  }
  const root = child(document, 'annotation');
  const size = child(root, 'size');
  const objects = (root.object ?? []) as unknown[];
  if (objects.length > mostObjects) {
    throw new Error(`annotation has ${objects.length} objects; expected at most ${mostObjects}`);
  }
  const lineAt = lineCounter(xml);
  const line = (node: Node) => lineAt((node[place] as { startIndex: number } | undefined)?.startIndex ?? null);
  return {
    filename: text(root, 'filename') || null,
    width: number(text(size, 'width')),
    height: number(text(size, 'height')),
    sizeLine: line(size) ?? 1,
    objects: objects.map((object, i) => {
      const node = asNode(object);
      return { place: i + 1, line: line(node), ...readObject(node) };
    }),
  };
}

/** Text that is not XML. */
export class XmlError extends Error {
  readonly line: number;

  constructor(line: number, reason: string) {
    super(`XML does not parse: line ${line}: ${reason.slice(0, longestText)}`);
    this.line = line;
  }
}

function readObject(object: Node): Omit<AnnotatedObject, 'place' | 'line'> {
  const { bndbox } = object;
  const bounds = asNode(bndbox);
  const written = sides.map((side) => ({ side, value: text(bounds, side), number: number(text(bounds, side)) }));
  const wrong = written.find((side) => side.number === null);
  return {
    name: text(object, 'name') || null,
    box: written.map((side) => side.number ?? Number.NaN) as unknown as FileBox,
    unreadable: Array.isArray(bndbox)
      ? `${bndbox.length} boxes; expected one`
      : wrong === undefined
        ? null
        : complaint(wrong),
    difficult: flag(text(object, 'difficult')),
    truncated: flag(text(object, 'truncated')),
  };
}

function complaint({ side, value }: { side: string; value: string | null }): string {
  return `${side} ${value === null ? 'missing' : `"${value}"`}; expected a number`;
}

/** The line of an offset, counted from 1; a hostile file has as many objects as lines, so that it is searched by halves. */
function lineCounter(text: string): (offset: number | null) => number | null {
  const ends: number[] = [];
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) ends.push(at);
  return (offset) => {
    if (offset === null) return null;
    let [low, high] = [0, ends.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (ends[middle] < offset) low = middle + 1;
      else high = middle;
    }
    return low + 1;
  };
}

/** A direct child; an element that is missing, empty or repeated reads as one without children. */
function child(node: Node, tag: string): Node {
  return asNode(node[tag]);
}

function asNode(value: unknown): Node {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Node) : {};
}

function text(node: Node, tag: string): string | null {
  const value = node[tag];
  if (typeof value !== 'string') return null;
  if (value.length <= longestText) return value.replace(/&(?:#(\d{1,7})|#x([\da-f]{1,6})|([a-z]+));/gi, character);
  throw new Error(`<${tag}> has ${value.length} characters; expected at most ${longestText}`);
}

const characters: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

/** What XML itself writes for one character; entities of the file's own stay as they are. */
function character(written: string, decimal?: string, hexadecimal?: string, name?: string): string {
  if (name !== undefined) return Object.hasOwn(characters, name) ? characters[name] : written;
  const code = decimal === undefined ? Number.parseInt(hexadecimal!, 16) : Number(decimal);
  return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : written;
}

/** A decimal number. JavaScript would also read 0x10, and "Infinity". */
function number(text: string | null): number | null {
  const value = text !== null && /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(text) ? Number(text) : Number.NaN;
  return Number.isFinite(value) ? value : null;
}

function flag(text: string | null): boolean | null {
  if (text !== null && /^(true|yes|false|no)$/i.test(text)) return /^[ty]/i.test(text);
  const value = number(text);
  return value === null ? null : value > 0;
}
