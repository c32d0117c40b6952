import { expect, test } from 'vitest';
import { lookOf } from './look';

test('A is blue and solid, B vermilion and dashed, each with its marker', () => {
  expect(lookOf(0)).toEqual({ letter: 'A', colour: 'var(--side-a)', marker: 'circle' });
  expect(lookOf(1)).toEqual({ letter: 'B', colour: 'var(--side-b)', dash: '7 3', marker: 'square' });
});

test('20 runs differ in colour or dash, also without their letters', () => {
  const looks = Array.from({ length: 20 }, (_, place) => lookOf(place));
  expect(new Set(looks.map(({ colour, dash }) => `${colour} ${dash}`)).size).toBe(20);
  expect(looks.at(-1)?.letter).toBe('T');
});

test('beyond the alphabet a number is the letter', () => {
  expect(lookOf(26).letter).toBe('27');
});
