/**
 * @file Which runs may be trained in lock-step, on the same batches, and which of them one training serves.
 */
import { ConfigError, type RunConfig } from './config';

/** What makes the batches, and when they are made: equal in all runs of a lock-step. */
const shared = [
  'data',
  'model',
  'anchors',
  'backend',
  'steps',
  'batch',
  'seed',
  'augment',
  'exclude',
  'evalEvery',
] as const;

/** @throws ConfigError that names the first setting in which the runs must not differ, and its values */
export function requireLockStep([first, ...others]: readonly RunConfig[]): void {
  for (const key of shared) {
    const wanted = JSON.stringify(first[key]);
    const found = others.map((config) => JSON.stringify(config[key])).find((value) => value !== wanted);
    if (found === undefined) continue;
    throw new ConfigError(`lock-step: ${key} is ${wanted} and ${found}; runs on the same batches share it`);
  }
}

/** The runs that can be trained in lock-step with each other, in their order. */
export function lockSteps<T extends { config: RunConfig }>(runs: readonly T[]): T[][] {
  return grouped(runs, ({ config }) => JSON.stringify(shared.map((key) => config[key])));
}

/** The runs by training: those that differ in the decoder alone are one, as training does not decode. */
export function byTraining<T extends { config: RunConfig }>(runs: readonly T[]): T[][] {
  return grouped(runs, ({ config }) => JSON.stringify({ ...config, decoder: null }));
}

function grouped<T>(values: readonly T[], keyOf: (value: T) => string): T[][] {
  const groups = new Map<string, T[]>();
  for (const value of values) groups.set(keyOf(value), [...(groups.get(keyOf(value)) ?? []), value]);
  return [...groups.values()];
}
