/**
 * @file The training loss on WebGPU in three dispatches: cross entropy, mining with the sums, gradients.
 */
import { allocate, dispatch, workgroupsFor } from '../../webgpu/dispatch';
import { webgpuKernel } from '../../webgpu/kernel';
import crossEntropyTemplate from './cross-entropy.wgsl?raw';
import gradientTemplate from './loss-gradient.wgsl?raw';
import mineTemplate from './mine.wgsl?raw';
import type { MultiboxLossAttrs } from './multibox-loss';

const crossEntropyShader = { name: 'cross-entropy', template: crossEntropyTemplate };
const mineShader = { name: 'mine', template: mineTemplate };
const gradientShader = { name: 'loss-gradient', template: gradientTemplate };

export const multiboxLossWebgpu = webgpuKernel<'logits' | 'offsets' | 'classTargets' | 'boxTargets', MultiboxLossAttrs>(
  'SsdMultiboxLoss',
  ({ logits, offsets, classTargets, boxTargets }, attrs, backend) => {
    const [batch, anchors, classes] = logits.shape;
    const { normalization, negativeRatio, minHardNegatives, boxWeight, gradientScale } = attrs;

    const crossEntropy = allocate(backend, [batch, anchors]);
    const keys = allocate(backend, [batch, anchors], 'int32');
    dispatch(backend, {
      shader: crossEntropyShader,
      inputs: [logits, classTargets],
      outputs: [crossEntropy, keys],
      params: { integers: [batch * anchors, classes] },
      workgroups: workgroupsFor(batch * anchors, 64),
    });

    const cuts = allocate(backend, [batch, 2], 'int32');
    const perImage = allocate(backend, [batch, 4]);
    dispatch(backend, {
      shader: mineShader,
      inputs: [crossEntropy, keys, offsets, boxTargets],
      outputs: [cuts, perImage],
      params: { integers: [anchors, minHardNegatives], floats: [negativeRatio] },
      workgroups: [batch, 1, 1],
    });

    const gradLogits = allocate(backend, logits.shape);
    const gradOffsets = allocate(backend, offsets.shape);
    dispatch(backend, {
      shader: gradientShader,
      constants: { BATCH: normalization === 'batch' },
      inputs: [logits, crossEntropy, keys, offsets, classTargets, boxTargets, cuts, perImage],
      outputs: [gradLogits, gradOffsets],
      params: { integers: [batch, anchors, classes], floats: [boxWeight, gradientScale] },
      workgroups: workgroupsFor(batch * anchors, 64),
    });
    for (const { dataId } of [crossEntropy, keys, cuts]) backend.disposeData(dataId);
    return [gradLogits, gradOffsets, perImage];
  },
);
