import { hostKernel } from '../host-tensors';

export const reluGradHost = hostKernel<'dy' | 'y'>('SsdReluGrad', ({ dy, y }, _, tensors) => {
  const dx = tensors.allocate(dy.shape);
  maskByOutput(tensors.floats(dy), tensors.floats(y), tensors.floats(dx));
  return [dx];
});

function maskByOutput(dy: Float32Array, y: Float32Array, dx: Float32Array): void {
  for (let i = 0; i < dx.length; i++) dx[i] = y[i] > 0 ? dy[i] : 0;
}
