/**
 * @file From the bytes of a JPEG or PNG to pixels, by the browser's own decoder. Runs in a worker as on a page.
 */
import { type Member, plainMember } from './archive/member';
import { readJpegHeader } from './jpeg';
import type { Rejection } from './types';

export interface DecodedImage {
  width: number;
  height: number;
  /** u8[H, W, 4] RGBA. */
  pixels: Uint8ClampedArray;
}

/** An image that an import accepted by its header but that does not decode. */
export class UnreadableImageError extends Error {
  override name = 'UnreadableImageError';
  readonly rejection: Rejection;

  constructor(rejection: Rejection, cause: unknown) {
    super(`${rejection.file}: ${rejection.reason}`, { cause });
    this.rejection = rejection;
  }
}

/**
 * Decodes an image, or a member of a zip that holds one, to the pixels that OpenCV would read: as stored, without EXIF
 * rotation, because VOC boxes refer to stored pixels; and without a colour profile, because the reference has none.
 * Transparent parts come out on black.
 *
 * @throws DOMException or Error if the bytes do not decode
 */
export async function decodeImage(image: Member): Promise<DecodedImage> {
  const upright = await withoutExif(await plainMember(image));
  const bitmap = await createImageBitmap(upright, { colorSpaceConversion: 'none', premultiplyAlpha: 'none' });
  const { width, height } = bitmap;
  try {
    const canvas = new OffscreenCanvas(width, height);
    const context = canvas.getContext('2d', { alpha: false, willReadFrequently: true });
    if (context === null) throw new Error(`no 2D canvas of ${width} x ${height} pixels`);
    context.drawImage(bitmap, 0, 0);
    return { width, height, pixels: context.getImageData(0, 0, width, height).data };
  } finally {
    bitmap.close();
  }
}

/**
 * Decodes an image to see whether it is without colour.
 *
 * A picture with clear colour, as almost all have, is told by its chroma alone, without a canvas: in 1 ms, not in 8.
 *
 * @throws DOMException or Error if the bytes do not decode
 */
export async function lookAtImage(image: Uint8Array<ArrayBuffer>): Promise<{ grey: boolean }> {
  if (await isClearlyColoured(image).catch(() => false)) return { grey: false };
  const { pixels } = await decodeImage(new Blob([image]));
  for (let i = 0; i < pixels.length; i += 4) {
    if (pixels[i] !== pixels[i + 1] || pixels[i] !== pixels[i + 2]) return { grey: false };
  }
  return { grey: true };
}

/** So far from 128, no brightness makes a chroma round to grey. */
const clearChroma = 8;

/** False also where the browser does not tell. @throws DOMException if the bytes do not decode */
async function isClearlyColoured(image: Uint8Array<ArrayBuffer>): Promise<boolean> {
  if (globalThis.ImageDecoder === undefined || image[0] !== 0xff) return false;
  const decoder = new ImageDecoder({ data: image, type: 'image/jpeg', colorSpaceConversion: 'none' });
  try {
    const { image: frame } = await decoder.decode();
    try {
      if (!/^I4(20|22|44)$/.test(frame.format ?? '')) return false;
      const planes = new Uint8Array(frame.allocationSize());
      const [, chroma] = await frame.copyTo(planes);
      return planes.subarray(chroma.offset).some((value) => Math.abs(value - 128) > clearChroma);
    } finally {
      frame.close();
    }
  } finally {
    decoder.close();
  }
}

/** Cuts EXIF out: browsers turn a picture by it even under `imageOrientation: 'none'`. */
async function withoutExif(image: Blob): Promise<Blob> {
  const header = await readJpegHeader(image);
  if (header === null || header.exif.length === 0) return image;
  const starts = [0, ...header.exif.map(({ end }) => end)];
  return new Blob(starts.map((start, i) => image.slice(start, header.exif[i]?.start ?? image.size)));
}
