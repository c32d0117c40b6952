/** @file What every group of commands works with. */
import type { LabApi, SampleView } from '../../worker';
import type { LabState, NoticeSource } from './state';

export interface Bench {
  api: LabApi;
  get(): LabState;
  set(change: Partial<LabState>): void;
  /** Resolves when the state is so. */
  until(is: (state: LabState) => boolean): Promise<void>;
  /** Takes down the notices of an earlier try, at the start of the next. */
  forget(source: NoticeSource): void;
  /** Runs a command; a rejection becomes a notice, and the result is then null. */
  attempt<T>(source: NoticeSource, title: string, command: () => Promise<T>): Promise<T | null>;
}

/** Frees the pixels of images that are no longer shown; a canvas that still holds one finds it empty and draws nothing. */
export function release(views: readonly SampleView[]): void {
  for (const { bitmap } of views) bitmap.close();
}
