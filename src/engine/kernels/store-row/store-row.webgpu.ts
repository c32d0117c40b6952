import { dispatch, workgroupsFor } from '../../webgpu/dispatch';
import { webgpuKernel } from '../../webgpu/kernel';
import type { StoreRowAttrs } from './store-row';
import template from './store-row.wgsl?raw';

const shader = { name: 'store-row', template };

/** A dispatch and not a copy of buffers, which would end the compute pass. */
export const storeRowWebgpu = webgpuKernel<'rows' | 'values', StoreRowAttrs>(
  'SsdStoreRow',
  ({ rows, values }, { row }, backend) => {
    const count = rows.shape[1];
    dispatch(backend, {
      shader,
      inputs: [values],
      outputs: [rows],
      params: { integers: [count, row * count] },
      workgroups: workgroupsFor(count, 64),
    });
    return [];
  },
);
