/**
 * @file From the bytes of a JPEG or PNG to pixels, by the browser's own decoder. Runs in a worker as on a page.
 */
import { plainMember } from './archive/member';
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
 * Stored pixels, as OpenCV reads them: VOC boxes refer to these, so no EXIF rotation; and the colours a network was
 * trained on are the stored numbers, so no colour profile.
 */
const asStored: ImageBitmapOptions = {
  imageOrientation: 'none',
  colorSpaceConversion: 'none',
  premultiplyAlpha: 'none',
};

/**
 * Decodes an image, or a member of a zip that holds one. Transparent parts come out on black.
 *
 * @throws DOMException or Error if the bytes do not decode
 */
export async function decodeImage(blob: Blob): Promise<DecodedImage> {
  const bitmap = await createImageBitmap(await plainMember(blob), asStored);
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
