/**
 * How a sum over rows is split: into enough slices to fill a device, each of at least 16 rows, and at most 256, because
 * few threads add the slices up in order.
 *
 * @param rows    rows of the sum
 * @param columns threads that one slice occupies
 */
export function sliceRows(rows: number, columns: number): { slices: number; rowsPerSlice: number } {
  const wanted = Math.min(Math.ceil(8192 / columns), Math.ceil(rows / 16), 256);
  const rowsPerSlice = Math.ceil(rows / wanted);
  return { slices: Math.ceil(rows / rowsPerSlice), rowsPerSlice };
}
