/** @file The scale of a slider: where a value stands between its ends, and which value stands where. */

export interface SliderScale {
  min: number;
  max: number;
  /** Values are multiples of it; on a logarithmic scale it is the finest step. */
  step: number;
  /** Equal ways are equal factors; needs a min above 0. */
  logarithmic?: boolean;
}

/** @returns in [0, 1], from the lower end */
export function positionOf(value: number, { min, max, logarithmic = false }: SliderScale): number {
  const within = Math.min(Math.max(value, min), max);
  return logarithmic ? Math.log(within / min) / Math.log(max / min) : (within - min) / (max - min);
}

/** The value at a position, rounded to the step; on a logarithmic scale to two digits where those are coarser. */
export function valueAtPosition(position: number, scale: SliderScale): number {
  const { min, max, step, logarithmic = false } = scale;
  const exact = logarithmic ? min * (max / min) ** position : min + position * (max - min);
  const rounded = logarithmic ? Number(exact.toPrecision(2)) : exact;
  // Divided by the inverse, 3 steps of 0.1 are 0.3 and not 0.30000000000000004.
  const perUnit = Math.round(1 / step);
  const stepped = perUnit >= 1 ? Math.round(rounded * perUnit) / perUnit : Math.round(rounded / step) * step;
  return Math.min(Math.max(stepped, min), max);
}
