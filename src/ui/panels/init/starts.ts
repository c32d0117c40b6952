/** @file The models that Init compares: as they begin without and with the re-initialisations, and that of the run. */
import { useMemo } from 'react';
import type { ParameterInfo, WeightSummary } from '../../../worker';
import { type Answer, useAnswer } from '../../inspection/answer';
import { type LookedAt, lookedAt, useLookedAt } from '../../inspection/model';
import type { LabState } from '../../store/state';
import { useLab } from '../../use-lab';
import { expectation, type WeightLaw } from './expectation';
import { weightLaws } from './formula';
import { bins, histogramRange } from './overlay';
import { shownParameters } from './targets';

export interface Starts {
  before: LookedAt;
  after: LookedAt;
  /** Null while there is no run, or the view leaves it out. */
  run: LookedAt | null;
  /** Something is re-initialised, so that before and after differ. */
  changed: boolean;
}

function fresh(state: LabState): LookedAt {
  return lookedAt({ ...state, view: { ...state.view, weights: 'fresh' } });
}

function untouchedKey(state: LabState): string {
  return fresh({ ...state, config: { ...state.config, reinitialize: [] } }).key;
}

export function useStarts(): Starts {
  const { config, weights, key, step, ready } = useLab(fresh);
  const beforeKey = useLab(untouchedKey);
  const looked = useLookedAt();
  return useMemo(() => {
    const after = { config, weights, key, step, ready };
    return {
      before: { ...after, config: { ...config, reinitialize: [] }, key: beforeKey },
      after,
      run: looked.weights === 'run' ? looked : null,
      changed: config.reinitialize.length > 0,
    };
  }, [config, weights, key, step, ready, beforeKey, looked]);
}

/** K, background included. */
export function useClasses(): number {
  return useLab(({ data }) => (data?.classes.length ?? 20) + 1);
}

export function useParameters({ config, weights, key, ready }: LookedAt): Answer<ParameterInfo[]> {
  return useAnswer(ready ? `parameters ${key}` : null, (api) => api.parameters({ config, weights }));
}

/** What is asked about some parameters of a model. */
interface WeightQuestion {
  names: readonly string[];
  range: readonly [number, number];
  /** The names or the range are about to change: the last answer stands meanwhile. */
  waits: boolean;
}

/** A model that is null is not asked about. */
function useWeights(model: LookedAt | null, { names, range, waits }: WeightQuestion): Answer<WeightSummary> {
  const asks = model?.ready && names.length > 0 && !waits;
  const key = asks ? `weights ${model.key} ${names.join(' ')} ${range.join(' ')}` : null;
  const answer = useAnswer<WeightSummary>(key, (api) =>
    api.weights({ config: model!.config, weights: model!.weights, names, bins, range }),
  );
  return { ...answer, value: model === null ? null : answer.value };
}

/** The laws of some parameters; null if one of them is not drawn from a scheme. */
function lawsOf(parameters: readonly ParameterInfo[], classes: number): WeightLaw[] | null {
  const laws = parameters.map((parameter) => lawsOfOne(parameter, classes));
  return laws.some((own) => own.length === 0) ? null : laws.flat();
}

function lawsOfOne(parameter: ParameterInfo, classes: number): WeightLaw[] {
  try {
    return weightLaws(parameter.initializer, parameter, classes);
  } catch {
    return []; // no scheme of the form, such as a bilinear kernel
  }
}

export type SideName = 'before' | 'after' | 'run';

/** One of the models, with what is known of the shown weights. */
export interface Side {
  side: SideName;
  name: string;
  summary: WeightSummary | null;
  laws: readonly WeightLaw[] | null;
}

export interface Comparison {
  /** The shown parameters, as they are after the re-initialisations. */
  shown: readonly ParameterInfo[];
  range: readonly [number, number];
  sides: readonly Side[];
  busy: boolean;
  problem: string | null;
}

/** The weights of the targets in each of the models, over one range. */
export function useComparison(starts: Starts, only?: readonly string[]): Comparison {
  const { before, after, run, changed } = starts;
  const targets = useLab(({ view }) => view.targets);
  const parameters = { before: useParameters(before), after: useParameters(after) };
  const wanted = only ?? targets;
  const select = (all: readonly ParameterInfo[] | null) => {
    const found = shownParameters(wanted, all ?? []);
    return found.length > 0 ? found : shownParameters(['predictors'], all ?? []);
  };
  const [shown, untouched] = [select(parameters.after.value), select(parameters.before.value)];
  const names = shown.map(({ name }) => name);
  const classes = useClasses();
  const laws = { before: lawsOf(untouched, classes), after: lawsOf(shown, classes) };
  const range = histogramRange([laws.before ?? [], laws.after ?? []]);
  const question = { names, range, waits: parameters.before.busy || parameters.after.busy };
  const answers = {
    before: useWeights(before, question),
    after: useWeights(changed ? after : null, question),
    run: useWeights(run, question),
  };
  const all = [parameters.before, parameters.after, ...Object.values(answers)];
  return {
    shown,
    range,
    sides: [
      { side: 'before', name: changed ? 'Before' : 'As it starts', summary: answers.before.value, laws: laws.before },
      ...(changed ? [{ side: 'after', name: 'After', summary: answers.after.value, laws: laws.after } as const] : []),
      ...(run ? [{ side: 'run', name: `Step ${run.step}`, summary: answers.run.value, laws: null } as const] : []),
    ],
    busy: all.some(({ busy }) => busy),
    problem: all.find(({ problem }) => problem !== null)?.problem ?? null,
  };
}

/** What the weights of a side should be; null where no scheme says it, as after training. */
export function expected({ laws }: Side) {
  return laws === null || laws.length === 0 ? null : expectation(laws);
}
