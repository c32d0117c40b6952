import { expect, test } from 'vitest';
import { workgroupsFor } from './dispatch';

test.each([
  [1, [1, 1, 1]],
  [64, [1, 1, 1]],
  [65, [2, 1, 1]],
  [65535 * 64, [65535, 1, 1]],
  [65535 * 64 + 1, [32768, 2, 1]],
])('%i threads in workgroups of 64 fold into %j', (count, expected) => {
  expect(workgroupsFor(count, 64)).toEqual(expected);
});
