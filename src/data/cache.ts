/**
 * @file Decoded images that are kept within a budget of bytes.
 *
 * Training visits every image once an epoch, each time in a new order. What was used longest ago is then as likely to
 * come next as anything else, and a cache that replaces it throws away what it is about to need: with room for a tenth of
 * a set, 1 visit in 200 finds its image (least recently used), against 1 in 10 if what came first stays. So it stays.
 */

/** What all data workers together may keep, in bytes: about 340 photographs of 500 x 375, or 7,200 scenes of 96 x 96. */
export const cacheBudget = 256 * 2 ** 20;

export class ImageCache<Key, Image> {
  readonly #capacity: number;
  readonly #images = new Map<Key, Promise<Image>>();
  #bytes = 0;

  /** @param capacity bytes kept at most */
  constructor(capacity: number) {
    this.#capacity = capacity;
  }

  /** Bytes kept or under way. */
  get bytes(): number {
    return this.#bytes;
  }

  /**
   * The image of a key; it is loaded if it was not kept.
   *
   * @param bytes its size, known beforehand, so that what is under way counts in full
   * @param load  a failure is kept like an image, so that it is the same every time
   */
  get(key: Key, bytes: number, load: () => Promise<Image>): Promise<Image> {
    const kept = this.#images.get(key);
    if (kept !== undefined) return kept;
    const image = load();
    if (this.#bytes + bytes <= this.#capacity) {
      this.#bytes += bytes;
      this.#images.set(key, image);
    }
    return image;
  }
}
