import { engine } from '@tensorflow/tfjs-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  adamwRates,
  adamwUpdate,
  closeEngine,
  conv2d,
  conv2dGradFilter,
  conv2dGradInput,
  convGeometry,
  dispose,
  openEngine,
  tensor,
} from '../../index';
import { evaluate, expectClose, normals, normalTensor, readFloats } from '../kernel-suite';
import { conv2dGradFilterReference, conv2dGradInputReference, conv2dReference } from './reference';

describe('conv2d on WASM', () => {
  beforeAll(async () => {
    await openEngine('wasm');
  });
  afterAll(closeEngine);

  test('a filter that an optimizer changed in place is seen by the next forward pass', async () => {
    const g = convGeometry([2, 6, 6, 8], [3, 3, 8, 16], { pad: 1 });
    const [x, filter] = [normalTensor([2, 6, 6, 8], 'x'), normalTensor([3, 3, 8, 16], 'f')];
    const [gradient, ...moments] = [
      normalTensor([3, 3, 8, 16], 'df'),
      ...[0, 1].map(() => tensor(new Float32Array(1152), [3, 3, 8, 16])),
    ];
    dispose(conv2d(x, filter, null, g, false));
    const attrs = { beta1: 0.9, beta2: 0.99, epsilon: 1e-8, weightDecay: 0 };
    const rates = tensor(adamwRates(attrs, 0.5, 1), [3]);
    adamwUpdate(filter, moments[0], moments[1], gradient, rates, attrs);
    const [y] = await evaluate(() => [conv2d(x, filter, null, g, false)]);
    expectClose(y, conv2dReference(normals(x.size, 'x'), await readFloats(filter), null, g, false));
    dispose(x, filter, gradient, rates, ...moments);
  });

  test('all three are right where the padded maps are taken in parts', async () => {
    // 3.8 MB of padded maps an image: two images at once.
    const [xShape, filterShape] = [
      [3, 64, 64, 224],
      [2, 2, 224, 1],
    ];
    const g = convGeometry(xShape, filterShape, { pad: 1 });
    const [x, filter, dy] = [
      normalTensor(xShape, 'lx'),
      normalTensor(filterShape, 'lf'),
      normalTensor([3, 65, 65, 1], 'ldy'),
    ];
    const [y] = await evaluate(() => [conv2d(x, filter, null, g, false)]);
    const [dFilter] = await evaluate(() => [conv2dGradFilter(x, dy, g)]);
    const [dx] = await evaluate(() => [conv2dGradInput(dy, filter, g)]);
    const [xv, fv, dv] = [normals(x.size, 'lx'), normals(filter.size, 'lf'), normals(dy.size, 'ldy')];
    expectClose(y, conv2dReference(xv, fv, null, g, false));
    expectClose(dFilter, conv2dGradFilterReference(xv, dv, g));
    expectClose(dx, conv2dGradInputReference(dv, fv, g));
    dispose(x, filter, dy);
  });

  test('one thread gives the bits of several', async () => {
    const g = convGeometry([3, 9, 9, 16], [3, 3, 16, 20], { pad: 1 });
    const run = () => {
      const [x, filter, dy] = [
        normalTensor([3, 9, 9, 16], 'x'),
        normalTensor([3, 3, 16, 20], 'f'),
        normalTensor([3, 9, 9, 20], 'dy'),
      ];
      return evaluate(() => [
        conv2d(x, filter, null, g, false),
        conv2dGradInput(dy, filter, g),
        conv2dGradFilter(x, dy, g),
      ]).finally(() => dispose(x, filter, dy));
    };
    const several = await run();
    await openEngine('wasm', { threads: 1 });
    expect(await run()).toEqual(several);
    await openEngine('wasm');
  });

  test('its gradients leave nothing in the memory of the back end', () => {
    const strided = convGeometry([2, 7, 7, 3], [3, 3, 3, 4], { stride: 2, pad: 1 });
    const [x, filter, dy] = [
      normalTensor([2, 7, 7, 3], 'x'),
      normalTensor([3, 3, 3, 4], 'f'),
      normalTensor([2, 4, 4, 4], 'dy'),
    ];
    // What a kernel makes for itself is no tensor of the engine's, so `liveTensors` does not see it.
    const before = engine().backend.numDataIds();
    dispose(conv2dGradInput(dy, filter, strided), conv2dGradFilter(x, dy, strided));
    expect(engine().backend.numDataIds()).toBe(before);
    dispose(x, filter, dy);
  });
});
