import { hostKernel } from '../host-tensors';

export const reluGradHost = hostKernel<'dy' | 'y'>('SsdReluGrad', ({ dy, y }, _, tensors) => {
  const dx = tensors.allocate(dy.shape);
  maskByOutput(tensors.floats(dy), tensors.floats(y), tensors.floats(dx));
  return [dx];
});

/** A product, not a branch: which side an element is on is a coin toss, and wrong predictions cost 4 times the loop. */
function maskByOutput(dy: Float32Array, y: Float32Array, dx: Float32Array): void {
  for (let i = 0; i < dx.length; i++) dx[i] = dy[i] * Number(y[i] > 0);
}
