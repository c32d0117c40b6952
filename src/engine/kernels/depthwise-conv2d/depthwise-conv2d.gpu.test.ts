import { expect, test } from 'vitest';
import {
  type ConvOptions,
  convGeometry,
  depthwiseConv2d,
  depthwiseGradFilter,
  depthwiseGradInput,
  dispose,
  tensor,
} from '../../index';
import { depthwiseGradFilterReference, depthwiseGradInputReference, depthwiseReference } from '../conv2d/reference';
import { describeKernel, evaluate, expectClose, normals } from '../kernel-suite';

const cases: { name: string; shape: number[]; side: number; options: ConvOptions }[] = [
  { name: '3x3 with 8 channels', shape: [2, 6, 5, 8], side: 3, options: { pad: 1 } },
  { name: 'stride 2 with 5 channels', shape: [5, 9, 7, 5], side: 3, options: { stride: 2, pad: 1 } },
  { name: 'stride 2 on an even map', shape: [1, 8, 8, 84], side: 3, options: { stride: 2, pad: 1 } },
  { name: 'dilation 6', shape: [1, 13, 9, 4], side: 3, options: { pad: 6, dilation: 6 } },
  { name: 'a 1x1 map of 21 channels', shape: [1, 1, 1, 21], side: 3, options: { pad: 1 } },
];

describeKernel('depthwiseConv2d', () => {
  test.each(cases)('output and gradients equal the definition: $name', async ({ shape, side, options }) => {
    const channels = shape[3];
    const filterShape = [side, side, channels, 1];
    const g = convGeometry(shape, filterShape, options);
    const outShape = [g.batch, g.outHeight, g.outWidth, channels];
    const size = (s: number[]) => s.reduce((a, b) => a * b, 1);
    const [xv, fv, dv] = [normals(size(shape), 'x'), normals(size(filterShape), 'f'), normals(size(outShape), 'dy')];
    const [x, filter, dy] = [tensor(xv, shape), tensor(fv, filterShape), tensor(dv, outShape)];
    const [y, dx, dFilter] = await evaluate(() => [
      depthwiseConv2d(x, filter, g),
      depthwiseGradInput(dy, filter, g),
      depthwiseGradFilter(x, dy, g),
    ]);
    expectClose(y, depthwiseReference(xv, fv, g));
    expectClose(dx, depthwiseGradInputReference(dv, fv, g));
    expectClose(dFilter, depthwiseGradFilterReference(xv, dv, g));
    dispose(x, filter, dy);
  });

  test('a channel multiplier above 1 is refused', () => {
    const g = convGeometry([1, 3, 3, 2], [3, 3, 2, 1], { pad: 1 });
    const [x, filter] = [tensor(new Float32Array(18), [1, 3, 3, 2]), tensor(new Float32Array(36), [3, 3, 2, 2])];
    expect(() => depthwiseConv2d(x, filter, g)).toThrow('expected [3, 3, 2, 1]');
    dispose(x, filter);
  });
});
