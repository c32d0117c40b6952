import { expect, test } from 'vitest';
import { add, concat, dispose, mulChannels, reshape, scale, sliceAxis1, tensor } from '../index';
import { describeKernel, evaluate } from './kernel-suite';

const counting = (shape: number[]) => {
  const size = shape.reduce((product, length) => product * length, 1);
  return tensor(
    Float32Array.from({ length: size }, (_, i) => i),
    shape,
  );
};

describeKernel('the stock operations', () => {
  test('add, scale and mulChannels work element by element', async () => {
    const [x, factors] = [counting([2, 2]), tensor(Float32Array.of(10, -1), [2])];
    expect((await evaluate(() => [add(x, x)])).map((values) => [...values])).toEqual([[0, 2, 4, 6]]);
    expect((await evaluate(() => [scale(x, -0.5)])).map((values) => [...values])).toEqual([[-0, -0.5, -1, -1.5]]);
    expect((await evaluate(() => [mulChannels(x, factors)])).map((values) => [...values])).toEqual([[0, -1, 20, -3]]);
    dispose(x, factors);
  });

  test.each([[[2, 5, 3]], [[2, 5]], [[1, 5, 1, 2]]])(
    'sliceAxis1 takes a part of axis 1 of %j and concat puts it back',
    async (shape) => {
      const x = counting(shape);
      const [first, rest] = await evaluate(() => [sliceAxis1(x, 0, 2), sliceAxis1(x, 2, 3)]);
      const inner = shape.slice(2).reduce((product, length) => product * length, 1);
      const columns = Array.from({ length: x.size }, (_, i) => i);
      const inFirst = (i: number) => Math.floor(i / inner) % 5 < 2;
      expect(Array.from(first)).toEqual(columns.filter(inFirst));
      expect(Array.from(rest)).toEqual(columns.filter((i) => !inFirst(i)));

      const parts = [sliceAxis1(x, 0, 2), sliceAxis1(x, 2, 3)];
      expect(parts.map((part) => part.shape)).toEqual([2, 3].map((size) => [shape[0], size, ...shape.slice(2)]));
      const [whole] = await evaluate(() => [concat(parts, 1)]);
      expect(Array.from(whole)).toEqual(columns);
      dispose(x, ...parts);
    },
  );

  test('reshape keeps the elements, and refuses another number of them', async () => {
    const x = counting([2, 3]);
    expect((await evaluate(() => [reshape(x, [3, 2])])).map((values) => [...values])).toEqual([[0, 1, 2, 3, 4, 5]]);
    expect(() => reshape(x, [4, 2])).toThrow('reshape: x is [2, 3]; expected the 8 elements of [4, 2]');
    dispose(x);
  });

  test('a part beyond axis 1 is refused', () => {
    const x = counting([2, 3]);
    expect(() => sliceAxis1(x, 1, 3)).toThrow('sliceAxis1: the part is [1, 4); expected it within axis 1 of [2, 3]');
    dispose(x);
  });
});
