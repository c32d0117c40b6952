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
    storeRow(rows, 2, values[0]);
    storeRow(rows, 0, values[1]);
    expect([...(await readFloats(rows))]).toEqual([...second, ...start.subarray(count, 2 * count), ...first]);
    dispose(rows, ...values);
    expect(liveTensors()).toBe(before);
  });

  test('a row that does not exist, and values that do not fill it, are refused', () => {
    const [rows, values] = [tensor(new Float32Array(6), [2, 3]), tensor(new Float32Array(3), [3])];
    expect(() => storeRow(rows, 2, values)).toThrow('storeRow: row is 2; expected 0 to 1');
    expect(() => storeRow(rows, 0, rows)).toThrow('storeRow: rows is [2, 3]; expected [*, 6]');
    dispose(rows, values);
  });
});
