/**
 * @file A training batch without pictures: noise, with the targets of objects drawn at random. A step takes as long on
 * it as on real images.
 */
import { type Anchors, makeTargets, Random } from '../ssd';
import type { TrainingBatch } from '../training';

/**
 * @param size  S, side of the network's input in pixels
 * @param classes C, foreground classes
 */
export function sceneBatch(
  anchors: Anchors,
  { count, size, classes }: { count: number; size: number; classes: number },
) {
  const random = new Random('bench', 'scenes', size, count);
  const classTargets = new Int32Array(count * anchors.count);
  const boxTargets = new Float32Array(count * anchors.count * 4);
  for (let image = 0; image < count; image++) {
    const labels = Int32Array.from({ length: 1 + random.integer(5) }, () => random.integer(classes));
    const boxes = Float32Array.from([...labels].flatMap(() => randomBox(size, random)));
    const targets = makeTargets(anchors, boxes, labels);
    classTargets.set(targets.classTargets, image * anchors.count);
    boxTargets.set(targets.boxTargets, image * anchors.count * 4);
  }
  const images = Float32Array.from({ length: count * size * size * 3 }, () => random.normal());
  const ids = Array.from({ length: count }, (_, image) => `scene ${image}`);
  return { images, classTargets, boxTargets, ids, digest: 0, size, count } satisfies TrainingBatch;
}

/** Corner form; sides of 15% to 60% of the image. */
function randomBox(size: number, random: Random): [number, number, number, number] {
  const [width, height] = [random.uniform(0.15, 0.6) * size, random.uniform(0.15, 0.6) * size];
  const [x, y] = [random.uniform(0, size - width), random.uniform(0, size - height)];
  return [x, y, x + width, y + height];
}
