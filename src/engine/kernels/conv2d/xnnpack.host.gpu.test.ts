import { engine } from '@tensorflow/tfjs-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  adamwUpdate,
  closeEngine,
  conv2d,
  conv2dGradFilter,
  conv2dGradInput,
  convGeometry,
  dispose,
  liveTensors,
  openEngine,
  sgdUpdate,
  type Tensor,
  tensor,
} from '../../index';
import { evaluate, expectClose, normals, normalTensor, readFloats } from '../kernel-suite';
import { conv2dGradFilterReference, conv2dReference } from './reference';

describe('conv2d through XNNPACK', () => {
  beforeAll(async () => {
    await openEngine('wasm');
  });
  afterAll(closeEngine);

  const g = convGeometry([2, 6, 6, 8], [3, 3, 8, 16], { pad: 1 });

  async function forward(x: Tensor, filter: Tensor, bias: Tensor): Promise<Float32Array> {
    const y = conv2d(x, filter, bias, g, false);
    const values = await readFloats(y);
    dispose(y);
    return values;
  }

  test('a filter and a bias that an optimizer changed in place are seen by the next forward pass', async () => {
    const before = liveTensors();
    const [x, filter, bias] = [
      normalTensor([2, 6, 6, 8], 'x'),
      normalTensor([3, 3, 8, 16], 'f'),
      normalTensor([16], 'b'),
    ];
    const [stepOfFilter, momentum] = [normalTensor([3, 3, 8, 16], 'df'), tensor(new Float32Array(1152), [3, 3, 8, 16])];
    const [stepOfBias, m, v] = [normalTensor([16], 'db'), ...[0, 1].map(() => tensor(new Float32Array(16), [16]))];
    const xv = normals(2 * 6 * 6 * 8, 'x');

    expectClose(await forward(x, filter, bias), conv2dReference(xv, normals(1152, 'f'), normals(16, 'b'), g, false));
    sgdUpdate(filter, momentum, stepOfFilter, { learningRate: 0.5, momentum: 0.9, weightDecay: 0 });
    const filterNow = await readFloats(filter);
    expect(filterNow[0]).not.toBe(normals(1, 'f')[0]);
    expectClose(await forward(x, filter, bias), conv2dReference(xv, filterNow, normals(16, 'b'), g, false));
    const rates = { learningRate: 0.5, beta1: 0.9, beta2: 0.99, epsilon: 1e-8, weightDecay: 0, step: 1 };
    adamwUpdate(bias, m, v, stepOfBias, rates);
    expectClose(await forward(x, filter, bias), conv2dReference(xv, filterNow, await readFloats(bias), g, false));

    dispose(x, filter, bias, stepOfFilter, momentum, stepOfBias, m, v);
    expect(liveTensors()).toBe(before);
  });

  test('the filter gradient is right where images and rows are taken in parts', async () => {
    // 9 * 64 * 64 * 64 numbers of patches an image are above the bound for one product.
    const large = convGeometry([2, 64, 64, 64], [3, 3, 64, 4], { pad: 1 });
    const [x, dy] = [normalTensor([2, 64, 64, 64], 'lx'), normalTensor([2, 64, 64, 4], 'ldy')];
    const [dFilter] = await evaluate(() => [conv2dGradFilter(x, dy, large)]);
    const reference = conv2dGradFilterReference(normals(x.size, 'lx'), normals(dy.size, 'ldy'), large);
    expectClose(dFilter, reference);
    dispose(x, dy);
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
