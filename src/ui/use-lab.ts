/** @file The bridge from the store to React: panels read slices and call commands. */
import { createContext, useContext } from 'react';
import { useStore } from 'zustand';
import { useShallow } from 'zustand/react/shallow';
import type { Lab, LabActions } from './store/lab';
import type { LabState } from './store/state';

export const LabContext = createContext<Lab | null>(null);

function useLabContext(): Lab {
  const lab = useContext(LabContext);
  if (lab === null) throw new Error('useLab: no LabContext above this component; expected mountLab to provide it');
  return lab;
}

/** A slice of the state; the component renders again when the slice changes (compared one level deep). */
export function useLab<T>(slice: (state: LabState) => T): T {
  return useStore(useLabContext().store, useShallow(slice));
}

/** Reads the state when something is done with it, without rendering for it. */
export function useLabReader(): () => LabState {
  return useLabContext().store.getState;
}

/** Questions about the model; prefer `useAnswer` of the inspection. */
export function useInspect(): Lab['inspect'] {
  return useLabContext().inspect;
}

export function useActions(): LabActions {
  return useLabContext().actions;
}
