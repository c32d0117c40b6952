/** @file How far the reader is: answers and pages ticked off. Kept for the visit, that is as long as the tab. */
import { createStore } from 'zustand/vanilla';
import type { Answers, Given } from './page';

export interface Progress {
  answers: Answers;
  /** Ids of the pages ticked off. */
  done: readonly string[];
}

const place = 'ssd-lab.lesson';
const nothing: Progress = { answers: {}, done: [] };

export const progressStore = createStore<Progress>()(recall);

export function answer(question: string, given: Given): void {
  const { answers, done } = progressStore.getState();
  keep({ answers: { ...answers, [question]: given }, done });
}

export function tick(page: string): void {
  const { answers, done } = progressStore.getState();
  if (!done.includes(page)) keep({ answers, done: [...done, page] });
}

/** Begins anew. */
export function forgetProgress(): void {
  keep(nothing);
}

function keep(progress: Progress): void {
  progressStore.setState(progress, true);
  try {
    sessionStorage.setItem(place, JSON.stringify(progress));
  } catch {
    // Where storage is refused, progress lasts until a reload.
  }
}

function recall(): Progress {
  try {
    return { ...nothing, ...JSON.parse(sessionStorage.getItem(place) ?? '{}') };
  } catch {
    return nothing;
  }
}
