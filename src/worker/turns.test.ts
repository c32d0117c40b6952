import { expect, test } from 'vitest';
import { Turns } from './turns';

test('tasks follow each other in the order in which they were asked for', async () => {
  const turns = new Turns();
  const log: string[] = [];
  const task = (name: string, ms: number) => async () => {
    log.push(`${name} begins`);
    await new Promise((resolve) => setTimeout(resolve, ms));
    log.push(`${name} ends`);
    return name;
  };
  const results = await Promise.all([turns.take(task('a', 5)), turns.take(task('b', 0)), turns.take(task('c', 1))]);
  expect(results).toEqual(['a', 'b', 'c']);
  expect(log).toEqual(['a', 'b', 'c'].flatMap((name) => [`${name} begins`, `${name} ends`]));
});

test('a task that fails is reported to its asker only', async () => {
  const turns = new Turns();
  const failing = turns.take(() => Promise.reject(new Error('no')));
  const next = turns.take(async () => 'yes');
  await expect(failing).rejects.toThrow('no');
  await expect(next).resolves.toBe('yes');
});
