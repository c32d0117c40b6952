import { hostKernel } from '../host-tensors';

export const storeRowHost = hostKernel<'rows' | 'row' | 'values'>(
  'SsdStoreRow',
  ({ rows, row, values }, _attrs, tensors) => {
    tensors.floats(rows).set(tensors.floats(values), tensors.ints(row)[0] * rows.shape[1]);
    return [];
  },
);
