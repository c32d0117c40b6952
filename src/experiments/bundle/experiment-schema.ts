/**
 * @file The schemas of a comparison's plan and of an experiment, for what comes from outside.
 */
import * as v from 'valibot';
import { type ComparePlan, parseComparePlan } from '../compare';
import { seedSchema } from '../config';
import type { Experiment } from '../experiment';
import { label, parsedBy, runId, timestamp } from './run-schema';

const planParts = v.looseObject({
  arms: v.array(v.looseObject({ name: label, config: v.looseObject({}) })),
});

/** A plan goes back to the form in which a person asks for it, and is read as that. */
export const comparePlan: v.GenericSchema<unknown, ComparePlan> = v.pipe(
  planParts,
  parsedBy(({ arms, ...rest }: v.InferOutput<typeof planParts>) => {
    return parseComparePlan({ compare: { ...rest, arms: arms.map(({ config, ...arm }) => ({ ...config, ...arm })) } });
  }),
);

const positive = v.pipe(v.number(), v.finite(), v.gtValue(0));

const experiment: v.GenericSchema<unknown, Experiment> = v.strictObject({
  id: runId,
  name: label,
  created: timestamp,
  plan: comparePlan,
  status: v.picklist(['queued', 'paused', 'finished', 'cancelled']),
  runs: v.array(v.strictObject({ arm: label, seed: seedSchema, multiplier: v.nullable(positive), run: runId })),
});

export const experiments = v.array(experiment);
