/**
 * @file Learning-rate schedules with linear warm-up.
 */
export type Schedule =
  | { kind: 'constant'; warmupSteps: number }
  | { kind: 'cosine'; warmupSteps: number; finalFraction: number }
  | { kind: 'step'; warmupSteps: number; milestones: readonly number[]; factor: number };

/**
 * The learning rate of a step.
 *
 * @param step   counted from 1
 * @param steps  length of the whole run
 */
export function learningRateAt(schedule: Schedule, peak: number, step: number, steps: number): number {
  const { warmupSteps } = schedule;
  if (step <= warmupSteps) return (peak * step) / warmupSteps;
  switch (schedule.kind) {
    case 'constant':
      return peak;
    case 'step':
      return peak * schedule.factor ** schedule.milestones.filter((milestone) => step > milestone).length;
    case 'cosine': {
      const progress = Math.min(1, (step - warmupSteps) / Math.max(1, steps - warmupSteps));
      const cosine = (1 + Math.cos(Math.PI * progress)) / 2;
      return peak * (schedule.finalFraction + (1 - schedule.finalFraction) * cosine);
    }
  }
}
