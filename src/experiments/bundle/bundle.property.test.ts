/**
 * @file Whatever a file holds, reading it ends, in runs or in a BundleError.
 */
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { StoredRun } from '../record';
import { pairedExperiment, storedRun } from '../stored-run.fixture';
import { readBundle, writeBundle } from './bundle';
import { BundleError } from './bundle-error';
import { bytesOf, forged, info, type Json } from './forged-bundle.fixture';
import { headlessComparison } from './headless-result.fixture';
import { readRuns } from './read-runs';

// The same cases in every check: what one finds, the next can look at.
fc.configureGlobal({ seed: 1 });

/** The runs as text, or null for a refusal; anything else, as a TypeError, is a fault. */
async function readOrRefused(content: BlobPart): Promise<string | null> {
  try {
    return JSON.stringify(await readRuns(new File([content], 'x', { lastModified: 0 })));
  } catch (error) {
    expect(error).toBeInstanceOf(BundleError);
    return null;
  }
}

/** Counts what became of the files of a property, as one that refuses everything would prove nothing. */
function outcomes() {
  const seen = { read: 0, refused: 0 };
  return {
    seen,
    count(result: string | null) {
      seen[result === null ? 'refused' : 'read']++;
    },
  };
}

/** The value with one place in it replaced: `picks` choose a key at each level. */
function replacedAt(value: Json, [pick, ...rest]: readonly number[], by: unknown): Json {
  const keys = value instanceof Object ? Object.keys(value) : [];
  if (pick === undefined || keys.length === 0) return by;
  const key = keys[pick % keys.length];
  const copy = Array.isArray(value) ? [...value] : { ...value };
  copy[key] = replacedAt(value[key], rest, by);
  return copy;
}

const picks = fc.array(fc.nat(1000), { minLength: 1, maxLength: 7 });
const anyJson = fc.oneof(fc.jsonValue(), fc.constant(undefined), fc.integer(), fc.string());

test('random bytes are refused', async () => {
  const starts = fc.constantFrom('', 'PK\x03\x04', 'PK\x05\x06', '{', '{"compare":');
  await fc.assert(
    fc.asyncProperty(starts, fc.uint8Array({ maxLength: 2000 }), async (start, bytes) => {
      const content = Uint8Array.from([...new TextEncoder().encode(start), ...bytes]);
      expect(await readOrRefused(content)).toBeNull();
    }),
    { numRuns: 300 },
  );
});

describe('a bundle', () => {
  test('that was changed or cut anywhere gives the same runs or a refusal', async () => {
    const { experiment, runs } = pairedExperiment('e', [1]);
    const bundle = await bytesOf(runs, [experiment]);
    const whole = await readOrRefused(bundle);
    const edit = fc.record({ at: fc.nat(bundle.length - 1), value: fc.nat(255) });
    const edits = fc.array(edit, { maxLength: 4 });
    const cuts = fc.oneof(fc.constant(0), fc.nat(400));
    const { seen, count } = outcomes();
    await fc.assert(
      fc.asyncProperty(edits, cuts, cuts, async (changes, first, last) => {
        const bytes = bundle.slice();
        for (const { at, value } of changes) bytes[at] = value;
        const result = await readOrRefused(bytes.slice(first, bytes.length - last));
        count(result);
        if (result !== null) expect(result).toBe(whole);
      }),
      { numRuns: 500 },
    );
    expect(Math.min(seen.read, seen.refused)).toBeGreaterThan(20);
  });

  test('with any value in any place gives runs or a refusal', async () => {
    const { experiment, runs } = pairedExperiment('e', [1]);
    const bundle = await bytesOf(runs, [experiment]);
    const paths = ['record', 'curves', 'snapshots', 'pictures'].map((name) => `runs/a1/${name}.json`);
    const path = fc.constantFrom(...paths, 'experiments.json', 'manifest.json');
    const { seen, count } = outcomes();
    await fc.assert(
      fc.asyncProperty(path, picks, anyJson, async (path, picks, by) => {
        const change = (value: Json) => replacedAt(value, picks, by) ?? null;
        count(await readOrRefused(await forged(bundle, { [path]: change })));
      }),
      { numRuns: 500 },
    );
    expect(Math.min(seen.read, seen.refused)).toBeGreaterThan(5);
  });

  test('gives every run back as it was', async () => {
    // JSON has no negative zero.
    const real = fc.double({ noNaN: true, noDefaultInfinity: true }).map((value) => value + 0);
    const column = fc.array(real, { minLength: 40, maxLength: 40 });
    const given = fc.record({
      name: fc.string({ unit: 'grapheme', maxLength: 50 }),
      tags: fc.array(fc.string()),
      status: fc.constantFrom<StoredRun['record']['status']>('queued', 'finished', 'stopped', 'failed', 'interrupted'),
      losses: fc.record({ total: column, confidence: column, localization: column, learningRate: column }),
      batch: fc.array(fc.integer(), { minLength: 40, maxLength: 40 }),
      length: fc.nat(40),
      weights: fc.uint8Array({ maxLength: 3000 }),
    });
    await fc.assert(
      fc.asyncProperty(given, async ({ name, tags, status, losses, batch, length, weights }) => {
        const run = { ...storedRun('a', { name, tags, status }), weights };
        const columns = { ...losses, step: batch.map((_, i) => i + 1), positives: batch.map((_, i) => i), batch };
        const cut = Object.entries({ ...run.curves.steps, ...columns, ms: columns.positives }).map(([key, values]) => [
          key,
          values.slice(0, length),
        ]);
        run.curves.steps = Object.fromEntries(cut);
        const [read] = (await readBundle(await writeBundle([run], info))).runs;
        expect(read).toEqual(run);
      }),
      { numRuns: 100 },
    );
  });
});

test('a headless result with any value in any place gives runs or a refusal', async () => {
  const { seen, count } = outcomes();
  await fc.assert(
    fc.asyncProperty(picks, anyJson, async (picks, by) => {
      count(await readOrRefused(JSON.stringify(replacedAt(headlessComparison(), picks, by)) ?? ''));
    }),
    { numRuns: 500 },
  );
  expect(Math.min(seen.read, seen.refused)).toBeGreaterThan(20);
});
