import { expect, test } from 'vitest';
import { sliceRows } from './slices';

test.each([
  { rows: 1, columns: 8, slices: 1 },
  { rows: 144, columns: 32, slices: 9 },
  { rows: 36_864, columns: 4, slices: 256 },
  { rows: 720_000, columns: 16, slices: 256 },
  { rows: 5_000, columns: 512, slices: 16 },
])('$rows rows of $columns columns are $slices slices that cover every row once', ({ rows, columns, slices }) => {
  const split = sliceRows(rows, columns);
  expect(split.slices).toBe(slices);
  expect(split.slices * split.rowsPerSlice).toBeGreaterThanOrEqual(rows);
  expect((split.slices - 1) * split.rowsPerSlice).toBeLessThan(rows);
});
