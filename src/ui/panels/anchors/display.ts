/** @file What the canvas shows and what the pointer is over: of this page and this moment, not of the link. */
import { useStore } from 'zustand';
import { createStore } from 'zustand/vanilla';

export interface Display {
  /** Feature maps whose cell centres are shown. */
  grids: readonly number[];
  /** The feature map whose best IoU per cell is shown. */
  heat: number | null;
  positives: boolean;
  hardNegatives: boolean;
  /** The next drag draws a new box, wherever it begins. */
  drawing: boolean;
  /** Pixels of the network input that an arrow key moves a box by. */
  keyStep: number;
  hoveredObject: number | null;
  hoveredAnchor: number | null;
}

export const displayStore = createStore<Display>()(() => ({
  grids: [],
  heat: null,
  positives: true,
  hardNegatives: true,
  drawing: false,
  keyStep: 1,
  hoveredObject: null,
  hoveredAnchor: null,
}));

export function useDisplay(): Display {
  return useStore(displayStore);
}

/** Remembers what the pointer is over; nothing happens where it is the same as before. */
export function hover(hoveredObject: number | null, hoveredAnchor: number | null): void {
  const before = displayStore.getState();
  if (before.hoveredObject === hoveredObject && before.hoveredAnchor === hoveredAnchor) return;
  displayStore.setState({ hoveredObject, hoveredAnchor });
}
