/** @file What the panel keeps while another one is shown, and no link restores. */
import { useStore } from 'zustand';
import { createStore } from 'zustand/vanilla';
import type { Decoder, DetectionSettings } from '../../../experiments';
import type { ModelRequest } from '../../../worker';
import { tutorialLogits } from './six-logits';

/** A comparison over val that was asked for, with the number of the asking. */
export interface ComparisonRequest {
  number: number;
  model: ModelRequest;
  detection: DetectionSettings;
  /** Equal keys mean equal weights. */
  modelKey: string;
  /** Steps that the weights were trained for. */
  step: number;
}

interface Kept {
  logits: readonly number[];
  /** Score from which boxes are drawn: it hides boxes, and changes no count. */
  drawFrom: number;
  /** Whose suppression is played. */
  played: Decoder;
  comparison: ComparisonRequest | null;
}

export const keptStore = createStore<Kept>()(() => ({
  logits: tutorialLogits,
  drawFrom: 0.1,
  played: 'per-class',
  comparison: null,
}));

export function useKept<T>(slice: (kept: Kept) => T): T {
  return useStore(keptStore, slice);
}
