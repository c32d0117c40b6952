import type { WebGPUBackend } from '@tensorflow/tfjs-backend-webgpu';
import type { TensorInfo } from '@tensorflow/tfjs-core';
import { allocate, dispatch, workgroupsFor } from '../../webgpu/dispatch';
import { webgpuKernel } from '../../webgpu/kernel';
import template from './decode.wgsl?raw';

type Input = 'logits' | 'offsets' | 'anchorCenters';

const shader = { name: 'decode', template };

/** Softmax and box decoding on WebGPU, one dispatch. */
export const decodeWebgpu = webgpuKernel<Input>('SsdDecode', (inputs, _attrs, backend) => decode(backend, inputs));

/** @returns probabilities f32[B, A, K] and boxes f32[B, A, 4], which the caller disposes or returns */
export function decode(
  backend: WebGPUBackend,
  { logits, offsets, anchorCenters }: Record<Input, TensorInfo>,
): [TensorInfo, TensorInfo] {
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
}
