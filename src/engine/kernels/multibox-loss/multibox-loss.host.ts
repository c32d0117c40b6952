import type { TensorInfo } from '@tensorflow/tfjs-core';
import * as ssd from '../../../ssd';
import { type HostTensors, hostKernel } from '../host-tensors';
import type { MultiboxLossAttrs } from './multibox-loss';

export type LossTensors = 'logits' | 'offsets' | 'classTargets' | 'boxTargets';

export const multiboxLossHost = hostKernel<LossTensors, MultiboxLossAttrs>(
  'SsdMultiboxLoss',
  (inputs, attrs, tensors) => lossOnHost(inputs, attrs, tensors, null),
);

/** @param norms f64[B * A], ln(sum exp) of every anchor's logits where they are known, else null */
export function lossOnHost(
  { logits, offsets, classTargets, boxTargets }: Record<LossTensors, TensorInfo>,
  attrs: MultiboxLossAttrs,
  tensors: HostTensors,
  norms: Float64Array | null,
): TensorInfo[] {
  const [batch, anchors, classes] = logits.shape;
  const outputs = [logits.shape, offsets.shape, [batch, 4]].map((shape) => tensors.allocate(shape));
  const [gradLogits, gradOffsets, perImage] = outputs.map((output) => tensors.floats(output));
  const loss = ssd.multiboxLoss({
    ...attrs,
    logits: tensors.floats(logits),
    offsets: tensors.floats(offsets),
    classTargets: tensors.ints(classTargets),
    boxTargets: tensors.floats(boxTargets),
    batch,
    anchors,
    classes,
    into: { gradLogits, gradOffsets },
    ...(norms && { norms }),
  });
  perImage.set(loss.perImage);
  return outputs;
}
