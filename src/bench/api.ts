/**
 * @file What the bench command asks of an engine: open it, prepare things to measure, run them. One engine at a time;
 * for several in one race there is a worker each.
 */
// All stock kernels; the lab itself registers only those that it uses. The wasm package registers all by itself.
import '@tensorflow/tfjs-backend-webgpu/dist/register_all_kernels';
import { engine as tfjs } from '@tensorflow/tfjs-core';
import { type EngineInfo, finishQueue, onEngineFault, openEngine } from '../engine';
import { modelSpecs } from '../model';
import { type ConvTask, convRunnable } from './conv';
import { convCases, modelCases } from './conv-cases';
import { type DetectTask, detectRunnable } from './detect';
import { type MatchTask, matchRunnable } from './match';
import { type MemoryUse, measureMemory } from './memory';
import { peakRunnable } from './peak';
import type { Runnable } from './runnable';
import { type StepTask, stepRunnable } from './step';

export type Task = ConvTask | StepTask | DetectTask | MatchTask;

export interface Sample {
  /** Wall milliseconds for each repeat, with the queue empty before and after. */
  ms: number;
  stages: Record<string, number>;
}

const runnables = new Map<number, Runnable>();
let opened: EngineInfo | null = null;
let fault: Error | null = null;
let lastId = 0;

export const benchApi = {
  /** Opens a back end with the stock kernels beside the lab's own. @param threads of WASM; without it, all cores */
  async open(choice: 'auto' | 'webgpu' | 'wasm', threads?: number): Promise<EngineInfo> {
    onEngineFault((error) => {
      fault ??= error;
    });
    opened = await openEngine(choice, threads === undefined ? {} : { threads });
    return opened;
  },

  convCases,

  /** What a model is made of, for a peer that builds the same. */
  modelSpec: (model: StepTask['model']) => modelSpecs[model],

  /** Floating-point operations of the convolutions of one training step. */
  stepFlops: (model: StepTask['model'], batch: number) =>
    modelCases(modelSpecs[model], { batch }).reduce(
      (sum, { flops, layers, passes }) => sum + flops * layers.length * passes.length,
      0,
    ),

  /** Makes what a task needs. @returns its number. @throws Error if it cannot run here */
  async prepare(task: Task): Promise<number> {
    return keep(await runnableOf(task, openEngineInfo()));
  },

  /** The peak loop of the engine, ready to run. */
  async preparePeak(): Promise<{ id: number; flops: number; method: string }> {
    const peak = peakRunnable(openEngineInfo().software);
    return { id: keep(peak), flops: peak.flops, method: peak.method };
  },

  /** Runs a prepared task so many times on end. @throws Error if it fails or the device raised a fault */
  async run(id: number, repeats: number): Promise<Sample> {
    const runnable = get(id);
    runnable.stages?.();
    await finishQueue();
    const began = performance.now();
    for (let i = 0; i < repeats; i++) {
      const pending = runnable.once();
      if (pending) await pending;
    }
    await finishQueue();
    const ms = (performance.now() - began) / repeats;
    if (fault) throw fault;
    return { ms, stages: runnable.stages?.() ?? {} };
  },

  /** Compiles ahead what a prepared task needs. @returns milliseconds */
  async compile(id: number): Promise<number> {
    const began = performance.now();
    await get(id).compile?.();
    return performance.now() - began;
  },

  /** Runs a prepared task once and tells what memory that took. */
  memory: (id: number): Promise<MemoryUse> => measureMemory(get(id)),

  /** The largest difference of two tasks' outputs, as a fraction of the largest value of the first. */
  async difference(a: number, b: number): Promise<number> {
    const [x, y] = [await get(a).output?.(), await get(b).output?.()];
    if (!x || !y || x.length !== y.length) throw new Error(`difference: got ${x?.length} and ${y?.length} numbers`);
    let largest = 0;
    let difference = 0;
    for (let i = 0; i < x.length; i++) {
      largest = Math.max(largest, Math.abs(x[i]));
      difference = Math.max(difference, Math.abs(x[i] - y[i]));
    }
    return difference / largest;
  },

  release(...ids: number[]): void {
    for (const id of ids) {
      get(id).dispose();
      runnables.delete(id);
    }
  },

  /** Live tensors of the engine: what is left when all is released is a leak. */
  liveTensors: () => tfjs().state.numTensors,
};

export type BenchApi = typeof benchApi;

async function runnableOf(task: Task, { backend }: EngineInfo): Promise<Runnable> {
  switch (task.kind) {
    case 'conv':
      return convRunnable(task);
    case 'step':
      return stepRunnable(task, backend);
    case 'detect':
      return detectRunnable(task);
    case 'match':
      return matchRunnable(task);
  }
}

function keep(runnable: Runnable): number {
  runnables.set(++lastId, runnable);
  return lastId;
}

function get(id: number): Runnable {
  const runnable = runnables.get(id);
  if (!runnable) throw new RangeError(`bench: task ${id} is not prepared; expected the number that prepare gave`);
  return runnable;
}

function openEngineInfo(): EngineInfo {
  if (!opened) throw new Error('bench: no engine is open; expected open() first');
  return opened;
}
