/** @file What a page of the lesson is: text, hooks that drive the panels, and questions to be answered before the reveal. */
import type { ComponentType, ReactNode } from 'react';
import type { Lab } from '../store/lab';
import type { LabState, PanelId } from '../store/state';

/** A number, or the id of a choice. */
export type Given = number | string;
/** What the reader has answered, by the id of the question. */
export type Answers = Readonly<Record<string, Given>>;
/** What a hook of a page works with. */
export type Bench = Pick<Lab, 'store' | 'actions'>;

interface Asked {
  /** Unique in the lesson. */
  id: string;
  prompt: ReactNode;
  /** What is said while the lab does not know; by default that it is counting. */
  waiting?: string;
  /** What the answer means, with the live numbers. Rendered when it is known. */
  Reveal: ComponentType;
}

export interface NumberQuestion extends Asked {
  kind: 'number';
  unit?: string;
  /** How far the prediction may be from the truth and still be right, in its unit; 0 by default. */
  tolerance?: number;
  /** What the lab counts; null while it does not know. Called from the answer on. */
  useTruth(): number | null;
  print(truth: number): string;
}

export interface ChoiceQuestion extends Asked {
  kind: 'choice';
  options: readonly { id: string; label: string }[];
  /** The id of an option; null while the lab does not know. */
  useTruth(): string | null;
}

export type Question = NumberQuestion | ChoiceQuestion;

/** Something that the page does in the panel for the reader. */
export interface Deed {
  id: string;
  label: string;
  act(bench: Bench): void;
  /** It changes settings, which a run under way holds. */
  setting?: true;
  /** It is done already. */
  done(state: LabState): boolean;
}

export interface Page {
  /** As the link names it. */
  id: string;
  title: string;
  panel: PanelId;
  Body: ComponentType;
  deeds?: readonly Deed[];
  questions?: readonly Question[];
  /** Sets the panels up as the page is entered. */
  on?(bench: Bench): void;
  /** Leaves them tidy. */
  out?(bench: Bench): void;
  /** Ticks the page off. Without it, a page is complete when its questions are answered. */
  complete?(state: LabState, answers: Answers): boolean;
}

export function isComplete(page: Page, state: LabState, answers: Answers): boolean {
  const answered = (page.questions ?? []).every(({ id }) => id in answers);
  return answered && (page.complete?.(state, answers) ?? true);
}

export type Verdict = 'right' | 'close' | 'off';

/** Close is within a quarter of the truth, and at least within one. */
export function judgeNumber(given: number, truth: number, tolerance = 0): Verdict {
  const miss = Math.abs(given - truth);
  if (miss <= tolerance) return 'right';
  return miss <= Math.max(Math.abs(truth) / 4, Number.isInteger(truth) ? 1 : 0) ? 'close' : 'off';
}
