/**
 * @file Runs the lab's WGSL kernels inside tfjs's WebGPU back end.
 *
 * A dispatch is recorded into the compute pass that tfjs itself records to, so the lab's kernels and tfjs's run in
 * program order; tensors and uniforms live in tfjs's buffer pool, and tfjs counts them and keeps them until the queue
 * that uses them is submitted. tfjs has no public way to record, hence `Recorder`: private fields of version 4.22.
 */
import type { WebGPUBackend } from '@tensorflow/tfjs-backend-webgpu';
import { env, type TensorInfo, util } from '@tensorflow/tfjs-core';
import { checkTensorSize } from '../limits';
import type { Dispatch, Params } from './call';
import { pipelineOf } from './pipelines';
import { Recent } from './recent';
import { isRecording } from './recording';

/**
 * What a step binds is mostly what the step before it bound, since the pool hands out the same buffers in the same order:
 * uniforms by their bytes, bind groups by their pipeline and buffers.
 */
interface Kept {
  uniforms: Recent<GPUBuffer>;
  bindGroups: Recent<GPUBindGroup>;
}

const kept = new WeakMap<WebGPUBackend, Kept>();
const numbers = new WeakMap<object, number>();
let lastNumber = 0;

interface Recorder {
  commandEncoder: GPUCommandEncoder;
  computePassEncoder: GPUComputePassEncoder | null;
  dispatchCountInPass: number;
  uniformPendingDisposal: GPUBuffer[];
}

/** A new tensor of the back end, still without values; the kernel returns it or disposes it. */
export function allocate(
  backend: WebGPUBackend,
  shape: readonly number[],
  dtype: 'float32' | 'int32' = 'float32',
): TensorInfo {
  checkTensorSize(`tensor [${shape.join(', ')}]`, 4 * util.sizeFromShape([...shape]));
  return backend.makeTensorInfo([...shape], dtype);
}

/**
 * Workgroups for `count` invocations, folded over two dimensions, each of which WebGPU limits to 65,535. A shader finds
 * its index as `id.y * groups.x * WORKGROUP + id.x` and returns if that is not below its count.
 */
export function workgroupsFor(count: number, workgroupSize: number): [number, number, number] {
  const groups = Math.ceil(count / workgroupSize);
  const rows = Math.ceil(groups / 65535);
  return [Math.ceil(groups / rows), rows, 1];
}

/** Records one dispatch behind all that is already queued; while pipelines are only collected, notes its pipeline. */
export function dispatch(backend: WebGPUBackend, call: Dispatch): void {
  const { inputs, outputs, params, workgroups } = call;
  const recorder = backend as unknown as Recorder;
  const pipeline = pipelineOf(backend.device, call);
  if (pipeline === null) return;
  const buffers = [...inputs, ...outputs].map((tensor) => bufferOf(backend, tensor));
  if (params !== undefined) buffers.push(uniformOf(backend, params));
  const bindGroup = bindGroupOf(backend, pipeline, buffers);

  backend.ensureCommandEncoderReady();
  recorder.computePassEncoder ??= recorder.commandEncoder.beginComputePass();
  recorder.computePassEncoder.setPipeline(pipeline);
  recorder.computePassEncoder.setBindGroup(0, bindGroup);
  recorder.computePassEncoder.dispatchWorkgroups(...workgroups);

  // A copy that tfjs keeps of values it has read is out of date once the tensor is written.
  for (const { dataId } of outputs) backend.tensorMap.get(dataId).values = null as never;
  recorder.dispatchCountInPass++;
  if (recorder.dispatchCountInPass >= env().getNumber('WEBGPU_DEFERRED_SUBMIT_BATCH_SIZE')) {
    backend.endComputePassEncoder();
    backend.submitQueue();
  }
}

function bufferOf(backend: WebGPUBackend, tensor: TensorInfo): GPUBuffer {
  backend.uploadToGPU(tensor.dataId);
  return backend.tensorMap.get(tensor.dataId).resource as GPUBuffer;
}

function uniformOf(backend: WebGPUBackend, params: Params): GPUBuffer {
  if (isRecording()) return writeUniform(backend, params);
  const { integers = [], floats = [] } = params;
  return keptBy(backend).uniforms.get(`${integers} ${floats}`, () => writeUniform(backend, params));
}

function writeUniform(backend: WebGPUBackend, { integers = [], floats = [] }: Params): GPUBuffer {
  const bytes = new ArrayBuffer(16 * Math.ceil((integers.length + floats.length) / 4));
  new Int32Array(bytes).set(integers);
  new Float32Array(bytes).set(floats, integers.length);
  const usage = GPUBufferUsage.COPY_DST | GPUBufferUsage.UNIFORM;
  const buffer = backend.bufferManager.acquireBuffer(bytes.byteLength, usage);
  backend.queue.writeBuffer(buffer, 0, bytes);
  return buffer;
}

function bindGroupOf(
  backend: WebGPUBackend,
  pipeline: GPUComputePipeline,
  buffers: readonly GPUBuffer[],
): GPUBindGroup {
  const make = () => {
    const entries = buffers.map((buffer, binding) => ({ binding, resource: { buffer } }));
    return backend.device.createBindGroup({ layout: pipeline.getBindGroupLayout(0), entries });
  };
  return isRecording() ? make() : keptBy(backend).bindGroups.get([pipeline, ...buffers].map(numberOf).join(), make);
}

function keptBy(backend: WebGPUBackend): Kept {
  const found = kept.get(backend);
  if (found) return found;
  const recorder = backend as unknown as Recorder;
  const fresh = {
    // Commands that are not submitted yet may still use it.
    uniforms: new Recent<GPUBuffer>(1024, (buffer) => recorder.uniformPendingDisposal.push(buffer)),
    bindGroups: new Recent<GPUBindGroup>(4096),
  };
  kept.set(backend, fresh);
  return fresh;
}

function numberOf(object: object): number {
  const found = numbers.get(object) ?? ++lastNumber;
  numbers.set(object, found);
  return found;
}
