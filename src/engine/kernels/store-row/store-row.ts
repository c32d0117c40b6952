import type { Tensor } from '@tensorflow/tfjs-core';
import { expectShape, runKernel } from '../run';

/**
 * Writes values over one row of a matrix, IN PLACE.
 *
 * @param rows   f32[R, N]
 * @param row    i32[1], from 0 to R - 1
 * @param values f32[...] of N elements
 * @throws RangeError if the values do not fill a row
 */
export function storeRow(rows: Tensor, row: Tensor, values: Tensor): void {
  expectShape('storeRow: rows', rows, [-1, values.size]);
  expectShape('storeRow: row', row, [1]);
  runKernel('SsdStoreRow', { rows, row, values });
}
