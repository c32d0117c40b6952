/**
 * @file A rival beyond the browser: the same network's training step in PyTorch, in a process of Python on CUDA.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import type { BenchApi } from '../../bench';
import type { RunConfig } from '../../experiments';
import { vocClasses } from '../../ssd';
import type { Contender } from './race';

const program = 'src/bench/peers/torch-steps.py';

export interface TorchSteps extends Contender {
  /** Such as "PyTorch 2.11.0 eager, float32, NVIDIA H100". */
  name: string;
  close(): void;
}

/**
 * Starts PyTorch on a task.
 *
 * @param python the interpreter whose PyTorch is measured
 * @param spec   of the model of the configuration
 * @param tf32   convolutions and products round their factors to 10 bits of mantissa, for the GPU's matrix units
 * @throws Error with the last line of Python's complaint
 */
export async function torchSteps(
  python: string,
  { optimizer }: RunConfig,
  spec: ReturnType<BenchApi['modelSpec']>,
  { batch, tf32 }: { batch: number; tf32: boolean },
): Promise<TorchSteps> {
  const task = {
    spec,
    perCell: spec.anchors.ratios.map((ratios) => ratios.length + 1),
    classes: vocClasses.length,
    batch,
    momentum: optimizer.kind === 'sgd' ? optimizer.momentum : 0.9,
    weightDecay: optimizer.weightDecay,
    tf32,
  };
  const child = spawn(python, [program], { stdio: 'pipe' });
  let complaint = '';
  child.stderr.on('data', (text) => {
    complaint = `${complaint}${text}`.slice(-2000);
  });
  child.stdin.on('error', () => {});
  const failed = once(child, 'error').then(([error]) => Promise.reject(error));
  const closed = new Promise((resolve) => child.once('close', resolve));
  const lines = createInterface(child.stdout)[Symbol.asyncIterator]();

  async function ask<Answer>(line: string): Promise<Answer> {
    child.stdin.write(`${line}\n`);
    const { value, done } = await Promise.race([lines.next(), failed]);
    if (!done) return JSON.parse(value);
    // Its complaint may come after the end of its answers.
    await closed;
    throw new Error(complaint.trim().split('\n').at(-1) || `${python} ended without an answer`);
  }

  const { name } = await ask<{ name: string }>(JSON.stringify(task));
  // In its first steps cuDNN tries its algorithms.
  await ask('3');
  const [version, ...device] = name.split(', ');
  return {
    name: [version, tf32 ? 'TF32' : 'float32', ...device].join(', '),
    run: async (repeats) => ({ ...(await ask<{ ms: number }>(`${repeats}`)), stages: {} }),
    close: () => void child.kill(),
  };
}
