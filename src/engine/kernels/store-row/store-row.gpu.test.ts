import { expect, test } from 'vitest';
import { dispose, liveTensors, storeRow, tensor } from '../../index';
import { describeKernel, normals, readFloats } from '../kernel-suite';

describeKernel('storeRow', () => {
  test.each([4, 130])('writes %i values over their row and no other', async (count) => {
    const before = liveTensors();
    const start = normals(3 * count, 'rows');
    const [first, second] = [normals(count, 'first'), normals(count, 'second')];
    const rows = tensor(start, [3, count]);
    const values = [first, second].map((row) => tensor(row, [count / 2, 2]));
    const [last, top] = [2, 0].map((row) => tensor(Int32Array.of(row), [1]));
    storeRow(rows, last, values[0]);
    storeRow(rows, top, values[1]);
    expect([...(await readFloats(rows))]).toEqual([...second, ...start.subarray(count, 2 * count), ...first]);
    dispose(rows, last, top, ...values);
    expect(liveTensors()).toBe(before);
  });

  test('values that do not fill a row are refused', () => {
    const [rows, row] = [tensor(new Float32Array(6), [2, 3]), tensor(new Int32Array(1), [1])];
    expect(() => storeRow(rows, row, rows)).toThrow('storeRow: rows is [2, 3]; expected [*, 6]');
    dispose(rows, row);
  });
});
