import { dispatch, workgroupsFor } from '../../webgpu/dispatch';
import { webgpuKernel } from '../../webgpu/kernel';
import template from './store-row.wgsl?raw';

const shader = { name: 'store-row', template };

/** A dispatch and not a copy of buffers, which would end the compute pass. */
export const storeRowWebgpu = webgpuKernel<'rows' | 'row' | 'values'>(
  'SsdStoreRow',
  ({ rows, row, values }, _attrs, backend) => {
    const count = rows.shape[1];
    dispatch(backend, {
      shader,
      inputs: [values, row],
      outputs: [rows],
      params: { integers: [count] },
      workgroups: workgroupsFor(count, 64),
    });
    return [];
  },
);
