import { expect, test } from 'vitest';
import { Recent } from './recent';

test('a value is made once, and the one least recently asked for makes room', () => {
  const log: string[] = [];
  const recent = new Recent<string>(2, (value) => log.push(`drop ${value}`));
  const get = (key: string) => {
    log.push(`get ${key}`);
    return recent.get(key, () => {
      log.push(`make ${key}`);
      return key;
    });
  };
  for (const key of ['a', 'b', 'a', 'c', 'a', 'b']) expect(get(key)).toBe(key);
  expect(log).toEqual([
    'get a',
    'make a',
    'get b',
    'make b',
    'get a',
    'get c',
    'make c',
    'drop b',
    'get a',
    'get b',
    'make b',
    'drop c',
  ]);
});
