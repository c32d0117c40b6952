/** @file Where the i-th value of a parameter stands. */

/**
 * Index of a value in MXNet's order of a filter (output, input, height, width), or of a channel.
 *
 * @param i     0 or more, below the number of values
 * @param shape [height, width, input channels, output channels] of a filter, or [channels]
 */
export function positionOf(i: number, shape: readonly number[]): string {
  if (shape.length !== 4) return `[${i}]`;
  const [height, width, inputs] = shape;
  const column = i % width;
  const row = Math.floor(i / width) % height;
  const input = Math.floor(i / (width * height)) % inputs;
  const output = Math.floor(i / (width * height * inputs));
  return `[${output}, ${input}, ${row}, ${column}]`;
}
