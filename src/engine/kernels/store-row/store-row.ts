import type { Tensor } from '@tensorflow/tfjs-core';
import { expectShape, runKernel } from '../run';

/** Attributes of SsdStoreRow. */
export interface StoreRowAttrs {
  row: number;
}

/**
 * Writes values over one row of a matrix, IN PLACE.
 *
 * @param rows   f32[R, N]
 * @param row    from 0 to R - 1
 * @param values f32[...] of N elements
 * @throws RangeError if there is no such row, or the values do not fill it
 */
export function storeRow(rows: Tensor, row: number, values: Tensor): void {
  expectShape('storeRow: rows', rows, [-1, values.size]);
  if (!(row >= 0 && row < rows.shape[0])) {
    throw new RangeError(`storeRow: row is ${row}; expected 0 to ${rows.shape[0] - 1}`);
  }
  runKernel('SsdStoreRow', { rows, values }, { row });
}
