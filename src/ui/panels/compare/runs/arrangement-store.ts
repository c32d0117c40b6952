/** @file Order and filter of the table stay while the reader looks elsewhere. */
import { useStore } from 'zustand';
import { createStore } from 'zustand/vanilla';
import { type Arrangement, newestFirst } from './arrange';

const store = createStore<Arrangement>()(() => newestFirst);

export function useArrangement(): Arrangement {
  return useStore(store);
}

export function arrange(change: Partial<Arrangement>): void {
  store.setState(change);
}
