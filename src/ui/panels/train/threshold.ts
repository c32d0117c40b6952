/** @file The score from which detections are shown. It hides boxes only: evaluation counts all that the decoder gives. */
import { useStore } from 'zustand';
import { createStore } from 'zustand/vanilla';

export const thresholdStore = createStore<number>()(() => 0.3);

export function useThreshold(): number {
  return useStore(thresholdStore);
}
