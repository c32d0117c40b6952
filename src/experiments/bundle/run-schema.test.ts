import * as v from 'valibot';
import { expect, test } from 'vitest';
import { runId } from './run-schema';

test('a run has no id that every object has a value for', () => {
  expect(v.is(runId, 'a-7f3a')).toBe(true);
  for (const id of ['__proto__', 'constructor', 'toString', '../a', '']) expect(v.is(runId, id), id).toBe(false);
});
