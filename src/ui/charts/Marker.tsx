/** @file Shapes that mark points, so that lines are told apart without their colour. */

export const markerShapes = ['circle', 'square', 'diamond', 'triangle', 'cross'] as const;
export type MarkerShape = (typeof markerShapes)[number];

/** Within a square of about 7 pixels around the origin. */
const outlines: Record<MarkerShape, string> = {
  circle: 'M-3 0a3 3 0 1 0 6 0a3 3 0 1 0-6 0z',
  square: 'M-3-3h6v6h-6z',
  diamond: 'M0-4L4 0L0 4L-4 0z',
  triangle: 'M0-4L3.8 3H-3.8z',
  cross: 'M-3-3L3 3M3-3L-3 3',
};

interface Props {
  x: number;
  y: number;
  colour: string;
  shape?: MarkerShape | undefined;
  scale?: number;
}

export function Marker({ x, y, colour, shape = 'circle', scale = 1 }: Props) {
  const open = shape === 'cross';
  return (
    <path
      d={outlines[shape]}
      transform={`translate(${x} ${y}) scale(${scale})`}
      fill={open ? 'none' : colour}
      stroke={colour}
      strokeWidth={open ? 2 : 0}
    />
  );
}
