/** @file What the anchors of a model reach in a data set, and images by how many objects they hold. */
import type { ImageRef } from '../../experiments';
import { anchorSpecOf, generateAnchors, matchAnchors } from '../../ssd';
import type { Annotations } from '../annotations';
import type { AnchorRecall, InspectApi } from '../inspection';
import { yieldToMessages } from '../yield-to-messages';
import type { Ground, Host } from './ground';

const imagesAtOnce = 25;

/** Train images with their boxes: those that the summary counts. */
async function* annotatedImages({ pool, data }: Ground): AsyncGenerator<Annotations[], void> {
  const { counted } = data.train;
  for (let from = 0; from < counted; from += imagesAtOnce) {
    yield pool.first.annotations('train', from, Math.min(imagesAtOnce, counted - from));
    await yieldToMessages();
  }
}

/** @throws the reason of a cancel */
export async function anchorRecall(
  { config, iouThreshold }: Parameters<InspectApi['anchorRecall']>[0],
  ground: Ground,
  host: Host,
): Promise<AnchorRecall> {
  const spec = anchorSpecOf(config);
  const { corners, layers } = generateAnchors(spec);
  const { classes, train } = ground.data;
  const signal = host.signal();
  const recall: AnchorRecall = {
    images: 0,
    objects: 0,
    reached: 0,
    unmatched: 0,
    bySize: Array.from({ length: 10 }, () => ({ objects: 0, reached: 0 })),
    meanBestIou: 0,
    positivesByMap: layers.map(() => 0),
    byClass: classes.map((className) => ({ className, objects: 0, reached: 0 })),
  };
  let sumOfBest = 0;
  try {
    for await (const images of annotatedImages(ground)) {
      signal.throwIfAborted();
      for (const { width, height, boxes: original, labels } of images) {
        const boxes = original.map((value, i) => (value * spec.inputSize) / (i % 2 === 0 ? width : height));
        const { match, topIou } = matchAnchors(corners, boxes, { iouThreshold });
        layers.forEach(({ offset, count }, map) => {
          for (let a = offset; a < offset + count; a++) if (match[a] >= 0) recall.positivesByMap[map]++;
        });
        for (const [g, classId] of labels.entries()) {
          const [x0, y0, x1, y1] = boxes.subarray(g * 4, g * 4 + 4);
          const size = Math.sqrt(Math.max(0, (x1 - x0) * (y1 - y0))) / spec.inputSize;
          const bins = [recall, recall.bySize[Math.min(9, Math.floor(size * 10))], recall.byClass[classId]];
          for (const bin of bins) {
            bin.objects++;
            if (topIou[g] >= Math.fround(iouThreshold)) bin.reached++;
          }
          if (topIou[g] === 0) recall.unmatched++;
          sumOfBest += topIou[g];
        }
      }
      recall.images += images.length;
      const { counted: total } = train;
      const task = 'Matching anchors to train';
      host.emit({ type: 'progress', progress: { task, done: recall.images, total, etaMs: null, cancellable: true } });
    }
  } finally {
    host.emit({ type: 'progress', progress: null });
  }
  return { ...recall, meanBestIou: recall.objects === 0 ? 0 : sumOfBest / recall.objects };
}

export async function imagesByObjects(counts: readonly number[], ground: Ground): Promise<(ImageRef | null)[]> {
  const found: (ImageRef | null)[] = counts.map(() => null);
  let index = 0;
  for await (const images of annotatedImages(ground)) {
    for (const { labels } of images) {
      const wanted = counts.findIndex((count, i) => count === labels.length && found[i] === null);
      if (wanted >= 0) found[wanted] = { split: 'train', index };
      index++;
    }
    if (found.every((ref) => ref !== null)) break;
  }
  return found;
}
