/** @file What the browser does for kept runs: its storage, and images as files. A test brings its own. */
import { openRunStore, type Picture, type RunData } from '../../experiments';
import type { SampleView } from '../../worker';

export interface Keeping {
  open: typeof openRunStore;
  /** Takes over the pixels before it returns: they may be freed then. */
  draw(view: SampleView): Promise<Picture>;
  /** Kept pictures as the page shows images. They are of val, in its order. */
  show(pictures: readonly Picture[]): Promise<SampleView[]>;
  /** Asks the browser not to clear what the lab keeps when the disk runs full. */
  persist(): Promise<void>;
  /** Remembers, as long as this tab lives, which files are open and how they are repaired. */
  remember(set: OpenSet): void;
  remembered(): OpenSet | null;
}

/** VOC files by their id, and their repairs. */
export type OpenSet = NonNullable<RunData['set']>;

const openSet = 'ssd-lab.open-set';

/** Of the kept pictures: boxes are drawn over them, nothing is trained on them. */
const quality = 0.85;

export const browserKeeping: Keeping = {
  open: openRunStore,

  async draw({ id, width, height, objects, bitmap }) {
    const canvas = new OffscreenCanvas(width, height);
    canvas.getContext('2d')?.drawImage(bitmap, 0, 0, width, height);
    const kept = objects.map(({ className, box, difficult }) => ({ className, box, difficult }));
    return { id, width, height, objects: kept, image: await canvas.convertToBlob({ type: 'image/webp', quality }) };
  },

  show: (pictures) =>
    Promise.all(
      pictures.map(async ({ image, ...picture }, index) => ({
        ...picture,
        ref: { split: 'val' as const, index },
        bitmap: await createImageBitmap(image),
      })),
    ),

  async persist() {
    // It may refuse, and the data are kept all the same until the disk is full.
    await navigator.storage.persist().catch(() => false);
  },

  remember(set) {
    try {
      sessionStorage.setItem(openSet, JSON.stringify(set));
    } catch {
      // Refused or full: the set is then opened by hand.
    }
  },

  remembered() {
    try {
      return JSON.parse(sessionStorage.getItem(openSet) ?? 'null') as OpenSet | null;
    } catch {
      return null;
    }
  },
};
