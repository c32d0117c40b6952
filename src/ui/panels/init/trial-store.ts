/** @file The trial under way: it goes on while the reader looks at another panel. */
import { useStore } from 'zustand';
import { createStore } from 'zustand/vanilla';
import type { InspectApi, TrialRequest } from '../../../worker';

interface TrialState {
  /** What was asked last; the curves of the lab's state belong to it. */
  request: TrialRequest | null;
  running: boolean;
  problem: string | null;
}

const store = createStore<TrialState>()(() => ({ request: null, running: false, problem: null }));

export function useTrial(): TrialState {
  return useStore(store);
}

/** Curves come as events of the lab; here only the beginning and the end are kept. */
export async function runTrial(api: InspectApi, request: TrialRequest): Promise<void> {
  store.setState({ request, running: true, problem: null });
  const problem = await api.trial(request).then(
    () => null,
    (error: Error) => error.message,
  );
  store.setState({ running: false, problem });
}
