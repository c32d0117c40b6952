/**
 * @file The WebGPU device of the lab: all limits and the useful features that the adapter offers, watched for errors.
 */
import { WebGPUBackend } from '@tensorflow/tfjs-backend-webgpu/dist/webgpu';
import { engine, env } from '@tensorflow/tfjs-core';
import { reportFault } from '../faults';
import { registerWebgpuKernels } from '../kernels/register-webgpu';
import { adapterTraits } from './adapter';
import { installBufferPool } from './buffer-pool';

const usefulFeatures: readonly GPUFeatureName[] = ['timestamp-query', 'shader-f16', 'subgroups'];

/**
 * Makes a device from the adapter and registers it as tfjs's back end "webgpu" with the lab's kernels.
 *
 * @returns the device, which may be lost at any time; `closeEngine` ends it
 * @throws Error if the adapter gives no device
 */
export async function startWebgpu(adapter: GPUAdapter): Promise<GPUDevice> {
  const device = await adapter.requestDevice({
    requiredFeatures: usefulFeatures.filter((feature) => adapter.features.has(feature)),
    requiredLimits: offeredLimits(adapter.limits),
  });
  device.addEventListener('uncapturederror', ({ error }) => reportFault(`WebGPU error: ${error.message}`));
  engine().registerBackend('webgpu', () => {
    const backend = new WebGPUBackend(device, adapter.info);
    installBufferPool(backend);
    return backend;
  });
  registerWebgpuKernels();
  // Few submissions a step, as each is a call of the driver; emulated, tfjs's own number, with which all was measured.
  env().set('WEBGPU_DEFERRED_SUBMIT_BATCH_SIZE', adapterTraits(device).software ? 15 : 64);
  return device;
}

/** The attributes of GPUSupportedLimits are getters of its prototype, so that a plain copy would be empty. */
function offeredLimits(limits: GPUSupportedLimits): Record<string, number> {
  const offered: Record<string, number> = {};
  for (const name in limits) {
    const value = limits[name as keyof GPUSupportedLimits];
    if (typeof value === 'number') offered[name] = value;
  }
  return offered;
}
