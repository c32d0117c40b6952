import { decodeOffsets, softmax } from '../../../ssd';
import { hostKernel, store } from '../host-tensors';

export const decodeHost = hostKernel<'logits' | 'offsets' | 'anchorCenters'>(
  'SsdDecode',
  ({ logits, offsets, anchorCenters }, _, tensors) => {
    const probabilities = softmax(tensors.floats(logits), logits.shape[2]);
    const boxes = decodeOffsets(tensors.floats(offsets), tensors.floats(anchorCenters));
    return [store(tensors, probabilities, logits.shape), store(tensors, boxes, offsets.shape)];
  },
);
