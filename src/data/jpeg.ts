/**
 * @file What the segments in front of a JPEG's picture data say. Format: ITU-T T.81, annex B.
 */
import { BlobSource, MemorySource } from './archive/byte-source';

/** Enough for most headers in one read; long segments are skipped and not read. */
const windowBytes = 4096;

export interface JpegHeader {
  /** Stored size, before any EXIF rotation. */
  width: number;
  height: number;
  /** Components of the frame: 1 is a grey image. */
  channels: number;
  /** Byte ranges of the APP1 segments, where EXIF is kept. */
  exif: { start: number; end: number }[];
  /** Where the picture data begin. */
  end: number;
}

/**
 * Reads the header of a JPEG.
 *
 * @returns null if the bytes do not begin as a JPEG does
 * @throws Error saying what is broken, cut short, or of a kind that browsers do not decode
 */
export async function readJpegHeader(image: Blob | Uint8Array<ArrayBuffer>): Promise<JpegHeader | null> {
  const source = image instanceof Blob ? new BlobSource(image, windowBytes) : new MemorySource(image);
  const [first, second] = await source.read(2);
  if (first !== 0xff || second !== 0xd8) return null;
  const exif: JpegHeader['exif'] = [];
  let size: Pick<JpegHeader, 'width' | 'height' | 'channels'> | null = null;
  for (;;) {
    const start = source.position;
    const code = await nextMarker(source);
    if (code === 0xd9) throw new Error('JPEG ends before any picture data');
    if (code === 0xda) {
      if (size === null) throw new Error('JPEG has no frame header before its picture data');
      return { ...size, exif, end: source.position };
    }
    // Restart markers and TEM stand alone; all others carry a length that counts its own two bytes.
    if ((code >= 0xd0 && code <= 0xd7) || code === 0x01) continue;
    const [high, low] = await source.read(2);
    const length = high * 256 + low - 2;
    if (isFrame(code)) size = readFrame(code, await source.read(length));
    else if (!(length >= 0) || (await source.skip(length)) < length)
      throw new Error('JPEG is cut short in its headers');
    if (code === 0xe1) exif.push({ start, end: source.position });
  }
}

async function nextMarker(source: BlobSource | MemorySource): Promise<number> {
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

function readFrame(code: number, frame: Uint8Array): Pick<JpegHeader, 'width' | 'height' | 'channels'> {
  if (frame.length < 6) throw new Error('JPEG is cut short in its frame header');
  if (code > 0xc2)
    throw new Error(`JPEG coding process ${code.toString(16)}; expected baseline, extended or progressive`);
  if (frame[0] !== 8) throw new Error(`JPEG has ${frame[0]} bits a sample; expected 8`);
  const height = frame[1] * 256 + frame[2];
  const width = frame[3] * 256 + frame[4];
  if (width === 0 || height === 0) throw new Error(`JPEG says it is ${width} x ${height}; expected at least 1 x 1`);
  return { width, height, channels: frame[5] };
}
