/**
 * @file The learning rate of each arm, chosen on seeds of its own: a trick that changes the size of gradients must not
 * win or lose by the rate that suits the other arm.
 *
 * Arms that differ in the decoder alone share their trainings here too, and so their rate: that of the first of them.
 */
import type { Arm, ArmConfig, ComparePlan, Training } from './compare';
import { trainingsOf } from './compare';

export interface TuningTraining extends Training {
  multiplier: number;
}

/** The mAP07 that a tuning run ended with; null if it failed. */
export interface TuningScore {
  /** The first arm of the training. */
  arm: string;
  seed: number;
  multiplier: number;
  map07: number | null;
}

/** What the tuning of one training came to. */
export interface ChosenRate {
  /** The arms that train at it. */
  arms: string[];
  /** Null if a run failed at every rate: the arm then keeps the rate that it had. */
  multiplier: number | null;
  learningRate: number;
  /** The mean mAP07 of each rate over the tuning seeds; null where a run failed, which rules the rate out. */
  candidates: { multiplier: number; map07: number | null }[];
}

/** The trainings to do before the comparison, seed by seed; none for a plan that does not tune. */
export function tuningTrainings({ arms, tune }: ComparePlan): TuningTraining[] {
  if (!tune) return [];
  return tune.seeds.flatMap((seed) =>
    trainingsOf({ arms, seeds: [seed] }).flatMap((training) =>
      tune.learningRates.map((multiplier) => ({
        ...training,
        multiplier,
        config: { ...atRate(training.config, multiplier), seed },
      })),
    ),
  );
}

/** @param scores one of each of the {@link tuningTrainings} @throws RangeError that names the first one missing */
export function chooseRates(plan: ComparePlan, scores: readonly TuningScore[]): ChosenRate[] {
  const { arms, tune } = plan;
  if (!tune) return [];
  return trainingsOf({ arms, seeds: [0] }).map(({ arms, config }) => {
    const candidates = tune.learningRates.map((multiplier) => {
      const maps = tune.seeds.map((seed) => scoreOf(scores, arms[0].name, seed, multiplier));
      const failed = maps.includes(null);
      return { multiplier, map07: failed ? null : maps.reduce((sum: number, map) => sum + map!, 0) / maps.length };
    });
    const ended = candidates.filter(({ map07 }) => map07 !== null);
    const best = ended.reduce<(typeof ended)[number] | null>((a, b) => (a && a.map07! >= b.map07! ? a : b), null);
    return {
      arms: arms.map(({ name }) => name),
      multiplier: best?.multiplier ?? null,
      learningRate: config.optimizer.learningRate * (best?.multiplier ?? 1),
      candidates,
    };
  });
}

/** The comparison to train: every arm at the rate that was chosen for it, and nothing left to tune. */
export function tunedPlan(plan: ComparePlan, scores: readonly TuningScore[]): ComparePlan {
  const rates = chooseRates(plan, scores);
  return {
    arms: plan.arms.map((arm): Arm => {
      const multiplier = rates.find(({ arms }) => arms.includes(arm.name))?.multiplier ?? 1;
      return { ...arm, config: atRate(arm.config, multiplier) };
    }),
    seeds: plan.seeds,
  };
}

function atRate<T extends ArmConfig>(config: T, multiplier: number): T {
  const { optimizer } = config;
  return { ...config, optimizer: { ...optimizer, learningRate: optimizer.learningRate * multiplier } };
}

function scoreOf(scores: readonly TuningScore[], arm: string, seed: number, multiplier: number): number | null {
  const found = scores.find((score) => score.arm === arm && score.seed === seed && score.multiplier === multiplier);
  if (found) return found.map07;
  throw new RangeError(
    `chooseRates: the run of "${arm}" at ${multiplier} times its rate under seed ${seed} is missing`,
  );
}
