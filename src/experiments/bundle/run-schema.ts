/**
 * @file The schemas of what is kept of a run, for what comes from outside. Unknown keys are refused, not dropped.
 */
import * as v from 'valibot';
import { parseRunConfig, type RunConfig } from '../config';
import {
  optionalColumns,
  type RunCurves,
  type RunRecord,
  type Snapshot,
  type StepColumns,
  stepColumns,
} from '../record';

/** Of a name that a person gives, or a browser. */
export const label = v.pipe(v.string(), v.maxLength(2000));
/** Also a folder of the bundle, and a file of the browser. */
export const runId = v.pipe(
  v.string(),
  v.check((id) => !(id in Object.prototype), 'expected an id that means nothing in JavaScript'),
  v.regex(/^[\w-]{1,100}$/, 'an id has 1 to 100 letters, digits, "-" and "_"'),
);
export const timestamp = v.pipe(v.string(), v.isoTimestamp('expected a time such as 2026-01-31T12:00:00.000Z'));
const finite = v.pipe(v.number(), v.finite());
const count = v.pipe(v.number(), v.safeInteger(), v.minValue(0));
/** A mean of eleven precisions may round above 1. */
const precision = v.nullable(v.pipe(v.number(), v.minValue(0), v.maxValue(1 + 1e-9)));
export const box = v.strictTuple([finite, finite, finite, finite]);

/** What {@link parse} makes of the value; its complaint is the schema's. */
export function parsedBy<Input, Output>(parse: (value: Input) => Output): v.RawTransformAction<Input, Output> {
  return v.rawTransform(({ dataset, addIssue, NEVER }) => {
    try {
      return parse(dataset.value);
    } catch (error) {
      addIssue({ message: (error as Error).message });
      return NEVER;
    }
  });
}

export const runConfig: v.GenericSchema<unknown, RunConfig> = v.pipe(v.unknown(), parsedBy(parseRunConfig));

export const record: v.GenericSchema<unknown, RunRecord> = v.strictObject({
  id: runId,
  name: label,
  tags: v.pipe(v.array(label), v.maxLength(1000)),
  created: timestamp,
  status: v.picklist(['queued', 'running', 'finished', 'stopped', 'failed', 'interrupted']),
  error: v.nullable(v.string()),
  config: runConfig,
  experiment: v.nullable(v.strictObject({ id: runId, arm: label })),
  environment: v.nullable(
    v.strictObject({
      backend: v.picklist(['webgpu', 'wasm', 'cpu']),
      adapter: label,
      threads: v.nullable(count),
      userAgent: v.nullable(label),
      versions: v.nullable(v.strictObject({ lab: label, tfjs: label })),
    }),
  ),
  data: v.nullable(
    v.strictObject({
      kind: v.picklist(['sprites', 'voc']),
      name: label,
      classes: v.array(label),
      trainImages: count,
      valImages: count,
      set: v.exactOptional(
        v.strictObject({
          id: v.pipe(v.string(), v.regex(/^[0-9a-f]{32}$/, 'an id of a data set has 32 hexadecimal digits')),
          repairs: v.record(v.string(), v.string()),
        }),
      ),
    }),
  ),
  summary: v.strictObject({
    step: count,
    confidence: v.nullable(finite),
    localization: v.nullable(finite),
    map07: precision,
    map12: precision,
    bestMap07: precision,
    msPerStep: v.nullable(finite),
    weights: v.boolean(),
  }),
  checkpoint: v.nullable(v.pipe(v.number(), v.integer(), v.minValue(0))),
  deleted: v.nullable(timestamp),
});

/** A whole array in one check: a bundle has millions of these numbers. */
function numbers(expected: string, fits: (value: number) => boolean) {
  const isFit = (value: unknown) => typeof value === 'number' && fits(value);
  return v.custom<number[]>(
    (input) => Array.isArray(input) && input.every(isFit),
    ({ input }) => {
      if (!Array.isArray(input)) return `got ${typeof input}; expected a list of numbers`;
      const at = input.findIndex((value) => !isFit(value));
      return `entry ${at} is ${JSON.stringify(input[at])}; expected ${expected}`;
    },
  );
}

const reals = numbers('a finite number', Number.isFinite);
const counts = numbers('a whole number from 0', (value) => Number.isSafeInteger(value) && value >= 0);
const digests = numbers('a whole number of 32 bits', (value) => value === value >> 0 || value === value >>> 0);
const times = numbers('a finite number from 0', (value) => Number.isFinite(value) && value >= 0);

const columns = v.pipe(
  v.strictObject({
    step: v.pipe(
      counts,
      v.check((steps) => steps.every((step, i) => step > (i === 0 ? 0 : steps[i - 1])), 'steps ascend from 1'),
    ),
    total: reals,
    confidence: reals,
    localization: reals,
    learningRate: reals,
    positives: counts,
    ms: times,
    batch: digests,
  }),
  v.check(
    (steps) => unequalColumn(steps) === undefined,
    ({ input }) => {
      const name = unequalColumn(input)!;
      return `${name} has ${input[name].length} values; expected ${input.step.length}, one a step`;
    },
  ),
);

function unequalColumn(steps: StepColumns): keyof StepColumns | undefined {
  const lengths = (name: keyof StepColumns) =>
    optionalColumns.includes(name) ? [0, steps.step.length] : [steps.step.length];
  return stepColumns.find((name) => !lengths(name).includes(steps[name].length));
}

export const evalSummary = v.strictObject({
  step: count,
  map07: precision,
  map12: precision,
  perClass: v.record(v.string(), v.strictObject({ ap07: precision, ap12: precision })),
});

export const curves: v.GenericSchema<unknown, RunCurves> = v.strictObject({
  steps: columns,
  evals: v.array(evalSummary),
});

const detection = v.strictObject({
  className: label,
  box,
  score: v.pipe(v.number(), v.minValue(0), v.maxValue(1)),
  match: v.picklist(['true-positive', 'false-positive', 'ignored']),
});

export const snapshots: v.GenericSchema<unknown, Snapshot[]> = v.pipe(
  v.array(v.strictObject({ step: count, detections: v.array(v.array(detection)) })),
  v.check((list) => list.every(({ step }, i) => i === 0 || step > list[i - 1].step), 'snapshots ascend by step'),
);

/** A picture as the bundle lists it: its image is the file of that name beside the list. */
export const listedPictures = v.array(
  v.strictObject({
    id: label,
    width: v.pipe(count, v.minValue(1)),
    height: v.pipe(count, v.minValue(1)),
    objects: v.array(v.strictObject({ className: label, box, difficult: v.boolean() })),
    file: v.pipe(v.string(), v.regex(/^pictures\/\d+\.(png|jpg|webp)$/, 'expected a file such as pictures/0.png')),
  }),
);
