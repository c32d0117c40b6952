/**
 * @file The size and the kind of a JPEG or PNG from its first bytes, and whether its last bytes are there.
 *
 * It finds files that are no image, that are cut short, or that browsers do not decode; damage in between shows when
 * decoding.
 */
import { readJpegHeader } from '../jpeg';

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
export async function readImageHeader(image: Uint8Array<ArrayBuffer>): Promise<ImageHeader> {
  const jpeg = await readJpegHeader(image);
  if (jpeg !== null) {
    if (!contains(image, jpeg.end, [0xff, 0xd9])) throw new Error('JPEG is cut short: it has no end mark');
    return { width: jpeg.width, height: jpeg.height, grey: jpeg.channels === 1 };
  }
  if (image[0] === pngSignature[0] && image[1] === pngSignature[1]) return readPng(image);
  if (image.length === 0) throw new Error('the file is empty; expected a JPEG or a PNG');
  const found = [...image.subarray(0, 2)].map((byte) => byte.toString(16).padStart(2, '0'));
  const head = String.fromCharCode(...image.subarray(0, 26));
  const kind = others.find(({ marks, at }) => head.startsWith(marks, at));
  throw new Error(
    `not a JPEG or a PNG: it starts with bytes ${found.join(' ')}${kind ? `, as ${kind.what} does` : ''}`,
  );
}

function readPng(image: Uint8Array<ArrayBuffer>): ImageHeader {
  const view = new DataView(image.buffer, image.byteOffset, image.length);
  const isPng = image.length >= 26 && pngSignature.every((byte, i) => image[i] === byte);
  if (!isPng || view.getUint32(12) !== 0x49484452) throw new Error('PNG header is broken or cut short');
  if (!contains(image, 26, [0x49, 0x45, 0x4e, 0x44])) throw new Error('PNG is cut short: it has no end chunk');
  return { width: view.getUint32(16), height: view.getUint32(20), grey: greyTypes.includes(image[25]) };
}

/** Looks from the end, where it should be; phones append films to their JPEGs. */
function contains(image: Uint8Array, start: number, mark: readonly number[]): boolean {
  for (let i = image.lastIndexOf(mark[0]); i >= start; i = i === 0 ? -1 : image.lastIndexOf(mark[0], i - 1)) {
    if (mark.every((byte, k) => image[i + k] === byte)) return true;
  }
  return false;
}
