/**
 * @file The size of a JPEG or PNG from its first bytes, and whether its last bytes are there.
 *
 * An import looks at thousands of images; decoding them would take minutes, this takes a read or two each. It finds
 * files that are no image, that are cut short, or that browsers do not decode; damage in between shows when decoding.
 */
import { BlobSource } from '../archive/byte-source';

/** Enough for the headers of most files: an EXIF block is skipped, not read. */
const headerBytes = 4096;
const pngSignature = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];

/**
 * The stored size of an image, before any EXIF rotation.
 *
 * @throws Error saying what is wrong with the file
 */
export async function readImageSize(image: Blob): Promise<{ width: number; height: number }> {
  const source = new BlobSource(image, headerBytes);
  const head = await source.read(2);
  if (head[0] === 0xff && head[1] === 0xd8) return readJpeg(image, source);
  if (head[0] === pngSignature[0] && head[1] === pngSignature[1]) return readPng(image);
  if (image.size === 0) throw new Error('the file is empty; expected a JPEG or a PNG');
  throw new Error(`not a JPEG or a PNG: it starts with bytes ${[...head].map(hex).join(' ')}`);
}

async function readJpeg(image: Blob, source: BlobSource): Promise<{ width: number; height: number }> {
  let size: { width: number; height: number } | null = null;
  for (;;) {
    const code = await nextMarker(source);
    if (code === 0xda) break;
    if (code === 0xd9) throw new Error('JPEG ends before any picture data');
    // Restart markers and TEM stand alone; all others carry a length that counts its own two bytes.
    if ((code >= 0xd0 && code <= 0xd7) || code === 0x01) continue;
    const [high, low] = await source.read(2);
    const length = high * 256 + low - 2;
    if (isFrame(code)) size = readFrame(code, await source.read(length));
    else if (!(length >= 0) || (await source.skip(length)) < length)
      throw new Error('JPEG is cut short in its headers');
  }
  if (size === null) throw new Error('JPEG has no frame header before its picture data');
  if (!(await contains(image, source.position, [0xff, 0xd9]))) throw new Error('JPEG is cut short: it has no end mark');
  return size;
}

async function nextMarker(source: BlobSource): Promise<number> {
  const [start] = await source.read(1);
  let code = start;
  // Any number of 0xff may fill the space before a marker's code.
  while (code === 0xff) [code] = await source.read(1);
  if (start !== 0xff || code === undefined) {
    throw new Error(`JPEG headers are broken or cut short at byte ${source.position}`);
  }
  return code;
}

/** SOF0 to SOF15, without DHT (c4), JPG (c8) and DAC (cc), which share their range. */
function isFrame(code: number): boolean {
  return code >= 0xc0 && code <= 0xcf && code !== 0xc4 && code !== 0xc8 && code !== 0xcc;
}

function readFrame(code: number, frame: Uint8Array): { width: number; height: number } {
  if (frame.length < 6) throw new Error('JPEG is cut short in its frame header');
  if (code > 0xc2) throw new Error(`JPEG coding process ${hex(code)}; expected baseline, extended or progressive`);
  if (frame[0] !== 8) throw new Error(`JPEG has ${frame[0]} bits a sample; expected 8`);
  const height = frame[1] * 256 + frame[2];
  const width = frame[3] * 256 + frame[4];
  if (width === 0 || height === 0) throw new Error(`JPEG says it is ${width} x ${height}; expected at least 1 x 1`);
  return { width, height };
}

async function readPng(image: Blob): Promise<{ width: number; height: number }> {
  const head = new DataView(await image.slice(0, 24).arrayBuffer());
  const isPng = head.byteLength === 24 && pngSignature.every((byte, i) => head.getUint8(i) === byte);
  if (!isPng || head.getUint32(12) !== 0x49484452) throw new Error('PNG header is broken or cut short');
  if (!(await contains(image, 24, [0x49, 0x45, 0x4e, 0x44]))) throw new Error('PNG is cut short: it has no end chunk');
  return { width: head.getUint32(16), height: head.getUint32(20) };
}

/** Looks into the last bytes first; phones append films to their JPEGs, and only those are read as a whole. */
async function contains(image: Blob, start: number, mark: readonly number[]): Promise<boolean> {
  for (const from of [Math.max(start, image.size - headerBytes), start]) {
    const bytes = new Uint8Array(await image.slice(from).arrayBuffer());
    for (let i = bytes.lastIndexOf(mark[0]); i >= 0; i = i === 0 ? -1 : bytes.lastIndexOf(mark[0], i - 1)) {
      if (mark.every((byte, k) => bytes[i + k] === byte)) return true;
    }
  }
  return false;
}

function hex(byte: number): string {
  return byte.toString(16).padStart(2, '0');
}
