/**
 * @file The pipelines of the lab's kernels: each is compiled once a device, when its first dispatch needs it or, all of a
 * network's at once, ahead of its first step.
 */
import type { WebGPUBackend } from '@tensorflow/tfjs-backend-webgpu';
import { env } from '@tensorflow/tfjs-core';
import type { Dispatch } from './call';
import { expandSource } from './source';

/** What a pipeline depends on. */
type PipelineSpec = Pick<Dispatch, 'shader' | 'constants' | 'inputs' | 'outputs' | 'params'>;

/** The storage buffers of a dispatch that every WebGPU device allows. */
const maxStorageBuffers = 8;

/** By device, then by shader name and constants. */
const pipelines = new WeakMap<GPUDevice, Map<string, GPUComputePipeline>>();

/** While pipelines are collected: those that are missing, by key. */
let missing: Map<string, PipelineSpec> | null = null;

/** The pipeline of a dispatch, compiled now if it is new; null while pipelines are collected and nothing may run. */
export function pipelineOf(device: GPUDevice, spec: PipelineSpec): GPUComputePipeline | null {
  const cache = cacheOf(device);
  const key = `${spec.shader.name} ${JSON.stringify(spec.constants)}`;
  const ready = cache.get(key);
  if (missing !== null) {
    if (ready === undefined) missing.set(key, spec);
    return null;
  }
  const pipeline = ready ?? device.createComputePipeline(describePipeline(device, spec));
  cache.set(key, pipeline);
  return pipeline;
}

/**
 * Compiles in parallel every pipeline that `run` needs and that is not compiled yet, tfjs's among them.
 *
 * @param run        calls kernels as a step will; nothing is computed, and what it would read is undefined
 * @param onProgress hears how many of the missing pipelines are done, from 0 on
 * @throws Error that names the shader which does not compile; what `run` throws
 */
export async function compilePipelines(
  backend: WebGPUBackend,
  run: () => void,
  onProgress: (done: number, total: number) => void,
): Promise<void> {
  let specs: Map<string, PipelineSpec>;
  try {
    specs = collect(run);
  } catch (error) {
    // What tfjs has begun to compile must not stay a promise.
    await backend.checkCompileCompletionAsync();
    throw error;
  }
  const cache = cacheOf(backend.device);
  const own = [...specs].map(async ([key, spec]) => {
    try {
      cache.set(key, await backend.device.createComputePipelineAsync(describePipeline(backend.device, spec)));
    } catch (error) {
      throw new Error(`compileAhead: ${spec.shader.name} does not compile: ${(error as Error).message}`);
    }
  });
  // In compile-only mode tfjs keeps promises where its pipelines will be.
  const { pipelineCache } = backend as unknown as { pipelineCache: Record<string, unknown> };
  const stock = Object.values(pipelineCache).filter((entry) => entry instanceof Promise);
  const total = own.length + stock.length;
  let done = 0;
  onProgress(done, total);
  const all = [...own, ...stock].map(async (compiled) => {
    await compiled;
    onProgress(++done, total);
  });
  await Promise.all(all);
  await backend.checkCompileCompletionAsync();
}

/** The missing pipelines of the lab's own kernels; tfjs begins to compile its own at once. */
function collect(run: () => void): Map<string, PipelineSpec> {
  const specs = new Map<string, PipelineSpec>();
  // Without a buffer a small tensor looks to tfjs like one that is still on the CPU, to be computed with there.
  const flags = { WEBGPU_ENGINE_COMPILE_ONLY: true, WEBGPU_CPU_FORWARD: false };
  const kept = Object.keys(flags).map((flag) => [flag, env().getBool(flag)] as const);
  for (const [flag, value] of Object.entries(flags)) env().set(flag, value);
  missing = specs;
  try {
    run();
  } finally {
    missing = null;
    for (const [flag, value] of kept) env().set(flag, value);
  }
  return specs;
}

function cacheOf(device: GPUDevice): Map<string, GPUComputePipeline> {
  const cache = pipelines.get(device) ?? new Map<string, GPUComputePipeline>();
  pipelines.set(device, cache);
  return cache;
}

/** The layout is explicit: derived from the source, it would lose the bindings that a variant does not use. */
function describePipeline(
  device: GPUDevice,
  { shader, constants = {}, inputs, outputs, params }: PipelineSpec,
): GPUComputePipelineDescriptor {
  const buffers = inputs.length + outputs.length;
  if (buffers > maxStorageBuffers) {
    throw new RangeError(`${shader.name} binds ${buffers} tensors; expected at most ${maxStorageBuffers}`);
  }
  const types: GPUBufferBindingType[] = [
    ...inputs.map(() => 'read-only-storage' as const),
    ...outputs.map(() => 'storage' as const),
    ...(params === undefined ? [] : ['uniform' as const]),
  ];
  const entries = types.map((type, binding) => ({ binding, visibility: GPUShaderStage.COMPUTE, buffer: { type } }));
  const layout = device.createPipelineLayout({ bindGroupLayouts: [device.createBindGroupLayout({ entries })] });
  const code = expandSource(shader.name, shader.template, constants);
  const module = device.createShaderModule({ label: shader.name, code });
  return { label: shader.name, layout, compute: { module } };
}
