/**
 * @file Reads one VOC annotation, with the liberties that real files take.
 *
 * Over all 27,088 files of VOC2007 and VOC2012: children come in any order; `<part>` nests a name and a box of its own
 * and is not an object; `truncated` and `difficult` may be missing; two files have decimal coordinates; `folder` is wrong
 * as often as not and is not read, nor is `filename`: an image belongs to the annotation of the same name.
 */
import { XMLParser, XMLValidator } from 'fast-xml-parser';
import type { ObjectAnnotation } from '../types';

/** Entities stay unexpanded: no annotation needs them, and they are how an XML file attacks its reader. */
const parser = new XMLParser({
  ignoreAttributes: true,
  processEntities: false,
  parseTagValue: false,
  isArray: (tag) => tag === 'object',
});

export interface Annotation {
  /** Null where the file leaves it out or says 0. */
  width: number | null;
  height: number | null;
  /** In the order of the file, with the one-based place of each. */
  objects: (ObjectAnnotation & { place: number })[];
  /** Objects that cannot be read. */
  rejected: { place: number; reason: string }[];
}

type Node = Readonly<Record<string, unknown>>;

/**
 * Parses an annotation. Boxes are not compared with the image here: see `checkBox`.
 *
 * @throws Error with the line of the fault if the text is not XML, or if its root is not `<annotation>`
 */
export function parseAnnotation(xml: string): Annotation {
  const verdict = XMLValidator.validate(xml);
  if (verdict !== true) throw new Error(`XML does not parse: line ${verdict.err.line}: ${verdict.err.msg}`);
  const document = parser.parse(xml) as Node;
  if (!('annotation' in document)) {
    throw new Error(`root element is <${Object.keys(document).find((key) => key !== '?xml')}>; expected <annotation>`);
  }
  const root = child(document, 'annotation');
  const size = child(root, 'size');
  const annotation: Annotation = {
    width: positive(text(size, 'width')),
    height: positive(text(size, 'height')),
    objects: [],
    rejected: [],
  };
  const objects = (root.object ?? []) as unknown[];
  for (const [i, object] of objects.entries()) {
    try {
      annotation.objects.push({ ...parseObject(asNode(object)), place: i + 1 });
    } catch (error) {
      annotation.rejected.push({ place: i + 1, reason: (error as Error).message });
    }
  }
  return annotation;
}

/**
 * Says why a box is not one of the image, or null if it is.
 *
 * One pixel of slack at the left and top: those who count from 0 write 0 where VOC writes 1.
 */
export function checkBox(box: ObjectAnnotation['box'], width: number, height: number): string | null {
  const [xmin, ymin, xmax, ymax] = box.map((value) => value + 1);
  const found = `box (${xmin}, ${ymin}, ${xmax}, ${ymax})`;
  if (xmax <= xmin) return `${found} has xmax <= xmin`;
  if (ymax <= ymin) return `${found} has ymax <= ymin`;
  if (xmin < 0 || ymin < 0 || xmax > width || ymax > height)
    return `${found} is outside the ${width} x ${height} image`;
  return null;
}

function parseObject(object: Node): ObjectAnnotation {
  const className = text(object, 'name');
  if (className === null || className === '') throw new Error('object has no name');
  const bounds = child(object, 'bndbox');
  const [xmin, ymin, xmax, ymax] = (['xmin', 'ymin', 'xmax', 'ymax'] as const).map((side) => {
    const value = text(bounds, side);
    if (value === null || value === '' || !Number.isFinite(Number(value))) {
      throw new Error(`${className} has ${side} ${value === null ? 'missing' : `"${value}"`}; expected a number`);
    }
    return Number(value);
  });
  const truncated = text(object, 'truncated');
  return {
    className,
    box: [xmin - 1, ymin - 1, xmax - 1, ymax - 1],
    difficult: Number(text(object, 'difficult')) > 0,
    truncated: truncated === null ? null : Number(truncated) > 0,
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
  return typeof value === 'string' ? value : null;
}

function positive(value: string | null): number | null {
  const number = Number(value);
  return number > 0 ? number : null;
}
