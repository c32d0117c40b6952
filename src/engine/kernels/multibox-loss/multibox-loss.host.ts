import * as ssd from '../../../ssd';
import { hostKernel, store } from '../host-tensors';
import type { MultiboxLossAttrs } from './multibox-loss';

export const multiboxLossHost = hostKernel<'logits' | 'offsets' | 'classTargets' | 'boxTargets', MultiboxLossAttrs>(
  'SsdMultiboxLoss',
  ({ logits, offsets, classTargets, boxTargets }, attrs, tensors) => {
    const [batch, anchors, classes] = logits.shape;
    const { gradLogits, gradOffsets, perImage } = ssd.multiboxLoss({
      ...attrs,
      logits: tensors.floats(logits),
      offsets: tensors.floats(offsets),
      classTargets: tensors.ints(classTargets),
      boxTargets: tensors.floats(boxTargets),
      batch,
      anchors,
      classes,
    });
    return [
      store(tensors, gradLogits, logits.shape),
      store(tensors, gradOffsets, offsets.shape),
      store(tensors, perImage, [batch, 4]),
    ];
  },
);
