/** @file How the anchors look: every role has a line, a mark and a colour of its own, so that no two differ by colour alone. */
import type { AnchorRole } from './matched';

export interface RoleLook {
  colour: string;
  /** CSS pixels. */
  width: number;
  dash: readonly number[];
  /** Outline of the mark around (0, 0), CSS pixels. */
  mark: string;
  /** A cross has no inside. */
  filled: boolean;
}

/** Light colours that stand on a black casing, on any photograph. */
export const looks: Readonly<Record<AnchorRole, RoleLook>> = {
  bipartite: { colour: '#ffd60a', width: 2.5, dash: [], mark: 'M0 -6L6 0L0 6L-6 0Z', filled: true },
  tie: { colour: '#7ff0d0', width: 1.75, dash: [7, 4], mark: 'M0 -5.5L5 4L-5 4Z', filled: true },
  threshold: {
    colour: '#e3d4ff',
    width: 1.5,
    dash: [],
    mark: 'M-3.5 0A3.5 3.5 0 1 1 3.5 0A3.5 3.5 0 1 1 -3.5 0Z',
    filled: true,
  },
  'hard negative': { colour: '#ffb3a7', width: 1.5, dash: [1.5, 3.5], mark: 'M-3 -3L3 3M3 -3L-3 3', filled: false },
  ignored: { colour: '#c9c9c9', width: 1, dash: [3, 5], mark: 'M-2 -2H2V2H-2Z', filled: true },
};

export const casing = '#000000';

/** The rarest on top. */
export const roleOrder: readonly AnchorRole[] = ['ignored', 'hard negative', 'threshold', 'tie', 'bipartite'];

/** The scale of a drawing. */
export interface Scale {
  /** Canvas pixels a pixel of the network input. */
  scale: number;
  /** Canvas pixels a CSS pixel. */
  density: number;
}
