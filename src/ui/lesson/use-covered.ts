/** @file Predict, then look: while a question of the lesson is open, its panel covers the numbers that would answer it. */
import { useStore } from 'zustand';
import { useLab } from '../use-lab';
import { pageOf } from './guide';
import { progressStore } from './progress';

/** Whether elements with `data-answer` are to be covered. */
export function useCovered(): boolean {
  const answers = useStore(progressStore, (progress) => progress.answers);
  return useLab(({ view, panel }) => {
    const page = pageOf(view);
    return page?.panel === panel && (page.questions ?? []).some(({ id }) => !(id in answers));
  });
}
