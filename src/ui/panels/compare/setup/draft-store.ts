/** @file The draft is kept while the reader looks elsewhere. */
import { useStore } from 'zustand';
import { createStore } from 'zustand/vanilla';
import { type Draft, newDraft } from './draft';

const store = createStore<Draft>()(() => newDraft);

export function useDraft(): Draft {
  return useStore(store);
}

export function changeDraft(change: Partial<Draft>): void {
  store.setState(change);
}
