/**
 * @file What the device can compute at best: multiply-adds on register tiles that wait for no memory.
 */
import type { WebGPUBackend } from '@tensorflow/tfjs-backend-webgpu';
import { engine, type Tensor } from '@tensorflow/tfjs-core';
import { dispose } from '../engine';
import type { Runnable } from './runnable';

export interface Peak extends Runnable {
  flops: number;
  /** How it is measured, for the report. */
  method: string;
}

/** The peak loop of the open engine. @param software WebGPU is emulated on the CPU */
export function peakRunnable(software: boolean): Peak {
  if (engine().backendName === 'wasm') return wasmPeak();
  // A GPU needs many threads to be full, and milliseconds of work to hide the start; emulated, that would be minutes.
  return software ? webgpuPeak(2 ** 16, 32) : webgpuPeak(2 ** 18, 2 ** 14);
}

const workgroupSize = 64;
const tile = 4;

/** Every thread owns a tile of 4 x 4 vectors and adds the product of a column and a row to it, again and again. */
function webgpuPeak(threads: number, turns: number): Peak {
  const { device, queue } = engine().backend as WebGPUBackend;
  const module = device.createShaderModule({ label: 'peak', code: peakSource(turns) });
  const pipeline = device.createComputePipeline({ layout: 'auto', compute: { module } });
  const buffer = device.createBuffer({ size: 4 * threads, usage: GPUBufferUsage.STORAGE });
  const entries = [{ binding: 0, resource: { buffer } }];
  const bindGroup = device.createBindGroup({ layout: pipeline.getBindGroupLayout(0), entries });
  return {
    flops: threads * turns * tile * tile * 4 * 2,
    method: `f32 multiply-adds on register tiles of ${tile} x ${tile} vec4, without memory`,
    once() {
      const encoder = device.createCommandEncoder();
      const pass = encoder.beginComputePass();
      pass.setPipeline(pipeline);
      pass.setBindGroup(0, bindGroup);
      pass.dispatchWorkgroups(threads / workgroupSize);
      pass.end();
      queue.submit([encoder.finish()]);
    },
    dispose: () => buffer.destroy(),
  };
}

/** The start values are unknown to the compiler, and the sum of all is stored, so that nothing can be left out. */
function peakSource(turns: number): string {
  const rows = Array.from({ length: tile }, (_, i) => i);
  const cells = rows.flatMap((r) => rows.map((c) => ({ r, c, name: `t${r}_${c}` })));
  return `
@group(0) @binding(0) var<storage, read_write> sums: array<f32>;

@compute @workgroup_size(${workgroupSize})
fn main(@builtin(global_invocation_id) id: vec3<u32>) {
  let seed = vec4<f32>(f32(id.x), f32(id.x + 1u), f32(id.x + 2u), f32(id.x + 3u)) * 1e-9;
  ${rows.map((r) => `let a${r} = seed * ${r + 1}.0; let b${r} = seed + ${r + 1}.0;`).join('\n  ')}
  ${cells.map(({ name }) => `var ${name} = seed;`).join('\n  ')}
  for (var turn = 0u; turn < ${turns}u; turn++) {
    ${cells.map(({ r, c, name }) => `${name} = fma(a${r}, b${c}, ${name});`).join('\n    ')}
  }
  sums[id.x] = dot(${cells.map(({ name }) => name).join(' + ')}, vec4<f32>(1.0));
}`;
}

/** Shares enough for any number of threads, each long enough to be worth one. */
const wasmLoop = { parts: 64, turns: 50_000 };
/** Multiply-adds of one turn: 12 vectors of 4. */
const wasmTurn = 48;

function wasmPeak(): Peak {
  return {
    flops: 2 * wasmTurn * wasmLoop.parts * wasmLoop.turns,
    method: 'f32 multiply-adds on 12 vectors of 4 in registers, on all threads',
    once: () => dispose(...engine().runKernel<Tensor[]>('SsdPeak', {}, wasmLoop)),
    dispose() {},
  };
}
