/**
 * @file The size and the kind of a JPEG or PNG from its first bytes, and whether its last bytes are there.
 *
 * An import looks at thousands of images; decoding them would take minutes, this takes a read or two each. It finds
 * files that are no image, that are cut short, or that browsers do not decode; damage in between shows when decoding.
 */
import { readJpegHeader } from '../jpeg';

const tailBytes = 4096;
/** PNG colour types without colour: grey, and grey with alpha. */
const greyTypes = [0, 4];
/** What else is found under the name of a JPEG. */
const others = [
  { marks: 'GIF8', at: 0, what: 'a GIF' },
  { marks: 'WEBP', at: 8, what: 'a WebP' },
  { marks: 'BM', at: 0, what: 'a BMP' },
  { marks: 'II*\0', at: 0, what: 'a TIFF' },
  { marks: 'MM\0*', at: 0, what: 'a TIFF' },
  { marks: 'ftyp', at: 4, what: 'an AVIF or HEIC' },
  { marks: 'version https://git-lfs', at: 0, what: 'the pointer of Git LFS to a file that was not fetched' },
  { marks: '<', at: 0, what: 'a page or an SVG' },
];
const pngSignature = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];

export interface ImageHeader {
  /** Stored size, before any EXIF rotation. */
  width: number;
  height: number;
  /** The file has no room for colour; a picture without colour may also come in a file that has. */
  grey: boolean;
}

/**
 * What the header of an image says.
 *
 * @throws Error saying what is wrong with the file
 */
export async function readImageHeader(image: Blob): Promise<ImageHeader> {
  const jpeg = await readJpegHeader(image);
  if (jpeg !== null) {
    if (!(await contains(image, jpeg.end, [0xff, 0xd9]))) throw new Error('JPEG is cut short: it has no end mark');
    return { width: jpeg.width, height: jpeg.height, grey: jpeg.channels === 1 };
  }
  const head = new Uint8Array(await image.slice(0, 26).arrayBuffer());
  if (head[0] === pngSignature[0] && head[1] === pngSignature[1]) return readPng(image, head);
  if (head.length === 0) throw new Error('the file is empty; expected a JPEG or a PNG');
  const found = [...head.subarray(0, 2)].map((byte) => byte.toString(16).padStart(2, '0'));
  const kind = others.find(({ marks, at }) => String.fromCharCode(...head.subarray(at)).startsWith(marks));
  throw new Error(
    `not a JPEG or a PNG: it starts with bytes ${found.join(' ')}${kind ? `, as ${kind.what} does` : ''}`,
  );
}

async function readPng(image: Blob, head: Uint8Array<ArrayBuffer>): Promise<ImageHeader> {
  const view = new DataView(head.buffer);
  const isPng = head.length === 26 && pngSignature.every((byte, i) => head[i] === byte);
  if (!isPng || view.getUint32(12) !== 0x49484452) throw new Error('PNG header is broken or cut short');
  if (!(await contains(image, 26, [0x49, 0x45, 0x4e, 0x44]))) throw new Error('PNG is cut short: it has no end chunk');
  return { width: view.getUint32(16), height: view.getUint32(20), grey: greyTypes.includes(head[25]) };
}

/** Looks into the last bytes first; phones append films to their JPEGs, and only those are read as a whole. */
async function contains(image: Blob, start: number, mark: readonly number[]): Promise<boolean> {
  for (const from of [Math.max(start, image.size - tailBytes), start]) {
    const bytes = new Uint8Array(await image.slice(from).arrayBuffer());
    for (let i = bytes.lastIndexOf(mark[0]); i >= 0; i = i === 0 ? -1 : bytes.lastIndexOf(mark[0], i - 1)) {
      if (mark.every((byte, k) => bytes[i + k] === byte)) return true;
    }
  }
  return false;
}
