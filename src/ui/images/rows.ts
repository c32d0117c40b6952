/** @file Images of any aspect in rows that fill the width, each row of one height. */

/**
 * The height of each image.
 *
 * @param aspects  width over height of each image, in order
 * @param width    of the gallery, CSS pixels
 * @param target   height that rows come close to
 * @param gap      between neighbours
 * @returns        heights in the order of the images; a last row that is not full is as high as the one before it
 */
export function rowHeights(aspects: readonly number[], width: number, target: number, gap: number): number[] {
  const heights: number[] = [];
  let row: number[] = [];
  const heightOf = (members: readonly number[]) =>
    (width - gap * (members.length - 1)) / members.reduce((sum, aspect) => sum + aspect, 0);
  const close = (height: number) => {
    heights.push(...row.map(() => height));
    row = [];
  };
  for (const aspect of aspects) {
    const [without, within] = [row.length === 0 ? Number.POSITIVE_INFINITY : heightOf(row), heightOf([...row, aspect])];
    // The next image would make the row lower than the target: the row ends on the side that comes closer.
    if (within < target && without - target < target - within) close(without);
    row.push(aspect);
    if (heightOf(row) <= target) close(heightOf(row));
  }
  if (row.length > 0) close(Math.min(heightOf(row), heights.at(-1) ?? target));
  return heights;
}
