/** @file A curve the size of a word. */

interface Props {
  values: readonly number[];
  width: number;
  height: number;
}

/** Decorative: the number beside it says where the curve stands. */
export function Sparkline({ values, width, height }: Props) {
  const finite = values.filter(Number.isFinite);
  if (finite.length < 2) return <svg width={width} height={height} aria-hidden="true" />;
  const [low, high] = [Math.min(...finite), Math.max(...finite)];
  const point = (value: number, i: number) =>
    `${((i / (finite.length - 1)) * width).toFixed(1)},${(1 + (1 - (value - low) / (high - low || 1)) * (height - 2)).toFixed(1)}`;
  return (
    <svg width={width} height={height} aria-hidden="true">
      <polyline
        points={finite.map(point).join(' ')}
        fill="none"
        stroke="currentColor"
        strokeWidth="1.5"
        strokeLinejoin="round"
      />
    </svg>
  );
}
