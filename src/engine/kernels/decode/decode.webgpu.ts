import { allocate, dispatch, workgroupsFor } from '../../webgpu/dispatch';
import { webgpuKernel } from '../../webgpu/kernel';
import template from './decode.wgsl?raw';

const shader = { name: 'decode', template };

/** Softmax and box decoding on WebGPU, one dispatch. */
export const decodeWebgpu = webgpuKernel<'logits' | 'offsets' | 'anchorCenters'>(
  'SsdDecode',
  ({ logits, offsets, anchorCenters }, _attrs, backend) => {
    const [batch, anchors, classes] = logits.shape;
    const probabilities = allocate(backend, logits.shape);
    const boxes = allocate(backend, offsets.shape);
    dispatch(backend, {
      shader,
      inputs: [logits, offsets, anchorCenters],
      outputs: [probabilities, boxes],
      params: { integers: [batch * anchors, anchors, classes] },
      workgroups: workgroupsFor(batch * anchors, 64),
    });
    return [probabilities, boxes];
  },
);
