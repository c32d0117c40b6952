/**
 * @file The training loss on WebGPU in four dispatches: cross entropy, mining with the sums, both gradients.
 */
import { allocate, dispatch, workgroupsFor } from '../../webgpu/dispatch';
import { webgpuKernel } from '../../webgpu/kernel';
import crossEntropyTemplate from './cross-entropy.wgsl?raw';
import divisorTemplate from './divisor.wgsl?raw';
import logitsTemplate from './logits-gradient.wgsl?raw';
import mineTemplate from './mine.wgsl?raw';
import type { MultiboxLossAttrs } from './multibox-loss';
import offsetsTemplate from './offsets-gradient.wgsl?raw';

const crossEntropyShader = { name: 'cross-entropy', template: crossEntropyTemplate };
const mineShader = { name: 'mine', template: mineTemplate };
const logitsShader = { name: 'logits-gradient', template: divisorTemplate + logitsTemplate };
const offsetsShader = { name: 'offsets-gradient', template: divisorTemplate + offsetsTemplate };

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

    const constants = { BATCH: normalization === 'batch' };
    const workgroups = workgroupsFor(batch * anchors, 64);
    const gradLogits = allocate(backend, logits.shape);
    dispatch(backend, {
      shader: logitsShader,
      constants,
      inputs: [logits, crossEntropy, keys, classTargets, cuts, perImage],
      outputs: [gradLogits],
      params: { integers: [batch, anchors, classes], floats: [gradientScale] },
      workgroups,
    });
    const gradOffsets = allocate(backend, offsets.shape);
    dispatch(backend, {
      shader: offsetsShader,
      constants,
      inputs: [offsets, keys, boxTargets, perImage],
      outputs: [gradOffsets],
      params: { integers: [batch, anchors], floats: [gradientScale * boxWeight] },
      workgroups,
    });
    for (const { dataId } of [crossEntropy, keys, cuts]) backend.disposeData(dataId);
    return [gradLogits, gradOffsets, perImage];
  },
);
