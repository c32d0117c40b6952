/**
 * @file The input gradient of a convolution as convolutions of stride 1.
 *
 * Along one axis, input cell i gets dy[o] * w[f] from every pair with i = o * stride - pad + f * dilation. For the cells
 * i = stride * n + residue of one residue, the taps f that take part are the same for all n and equally spaced, and o
 * is n plus a constant for each: a convolution of dy with those taps in reverse order. No multiplication by an
 * inserted zero is left, unlike in a transposed convolution of a stretched dy.
 */

/** One axis of the convolution whose input is differentiated; lengths in cells. */
export interface Axis {
  input: number;
  filter: number;
  stride: number;
  dilation: number;
  /** Zero cells before the input. */
  pad: number;
}

/** The convolution along one axis that makes the gradient of every stride-th input cell. */
export interface Phase {
  /** The first input cell; the others follow at distance `stride`. */
  residue: number;
  /** How many input cells. */
  length: number;
  /** Taps of the original filter, in the order in which they are laid over dy; at least one. */
  taps: number[];
  /** Distance of neighbouring taps over dy. */
  dilation: number;
  /** The cell of dy that the first tap of the first input cell lies over; outside of dy all is 0. */
  lead: number;
}

/** The phases that receive any gradient, by residue. */
export function phases(axis: Axis): Phase[] {
  const residues = Array.from({ length: Math.min(axis.stride, axis.input) }, (_, residue) => residue);
  return residues.map((residue) => phase(axis, residue)).filter((found) => found.taps.length > 0);
}

function phase({ input, filter, stride, dilation, pad }: Axis, residue: number): Phase {
  const taps: number[] = [];
  for (let f = filter - 1; f >= 0; f--) if ((residue + pad - f * dilation) % stride === 0) taps.push(f);
  const length = Math.ceil((input - residue) / stride);
  const spacing = taps.length > 1 ? ((taps[0] - taps[1]) * dilation) / stride : 1;
  const lead = (residue + pad - taps[0] * dilation) / stride;
  return { residue, length, taps, dilation: spacing, lead };
}
