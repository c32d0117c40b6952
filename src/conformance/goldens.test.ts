/** @file All fixtures of the specification against the pure code. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { jsSubject, runFixture } from '.';

const folder = '../shared/goldens';
const files = existsSync(folder) ? readdirSync(folder).filter((name) => name.endsWith('.json')) : [];
if (files.length === 0) console.warn(`${folder} is not beside the repository; its fixtures are skipped`);

describe.skipIf(files.length === 0)('the pure code meets', () => {
  test.each(files)(
    '%s',
    async (file) => {
      const results = await runFixture(JSON.parse(readFileSync(`${folder}/${file}`, 'utf8')), jsSubject);
      expect(results.length).toBeGreaterThan(0);
      expect(results.filter((result) => !result.passed)).toEqual([]);
    },
    60_000,
  );
});
