import { hostKernel } from '../host-tensors';
import type { StoreRowAttrs } from './store-row';

export const storeRowHost = hostKernel<'rows' | 'values', StoreRowAttrs>(
  'SsdStoreRow',
  ({ rows, values }, { row }, tensors) => {
    tensors.floats(rows).set(tensors.floats(values), row * rows.shape[1]);
    return [];
  },
);
