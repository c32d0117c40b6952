import { expect, test } from 'vitest';
import { expandSource } from './source';

test('constants become declarations before the body', () => {
  expect(expandSource('s', 'body', { ROWS: 8, RELU: true })).toBe('const ROWS = 8;\nconst RELU = true;\nbody');
});

test('an enable directive moves above the constants', () => {
  expect(expandSource('s', 'body\nenable subgroups;', { ROWS: 8 })).toBe('enable subgroups;\nconst ROWS = 8;\nbody');
});

test('nested loops unroll with their own variables', () => {
  const template = ['//#for r in 2', 'row $r', '  //#for c in COLUMNS', 'cell $r $c', '  //#end', '//#end'].join('\n');
  expect(expandSource('s', template, { COLUMNS: 2 }).split('\n').slice(1)).toEqual([
    'row 0',
    'cell 0 0',
    'cell 0 1',
    'row 1',
    'cell 1 0',
    'cell 1 1',
  ]);
});

test('a variable does not replace a longer name that begins alike', () => {
  expect(expandSource('s', '//#for r in 1\n$r $row a$r_1\n//#end', {})).toBe('0 $row a0_1');
});

test('a branch keeps the lines of its side only', () => {
  const template = '//#if VEC\na\n//#else\nb\n//#end\nc';
  expect(expandSource('s', template, { VEC: true })).toBe('const VEC = true;\na\nc');
  expect(expandSource('s', template, { VEC: false })).toBe('const VEC = false;\nb\nc');
});

test('an unclosed or unknown directive is refused with the shader and the line', () => {
  expect(() => expandSource('conv2d', 'x\n//#for r in 2\ny', {})).toThrow('conv2d: line 4');
  expect(() => expandSource('conv2d', 'x\n//#end', {})).toThrow('conv2d: line 2');
  expect(() => expandSource('conv2d', '//#if MISSING\n//#end', {})).toThrow('"MISSING"');
});
