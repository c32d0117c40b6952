/** @file `npm run headless` as a person or a script calls it: what it writes, what it says, and how it ends. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { expect, test } from '@playwright/test';
import type { RunConfigInput } from '../src/experiments';
import { findChromium } from '../src/headless/chromium';
import type { RunOutput } from '../src/headless/run-output';
import { badImages } from './bad-images';
import { besideGood, lists, type VocFiles, writeVoc } from './voc-folder';

const root = join(import.meta.dirname, '..');
const quick = { model: 'ssd_64_smoke', backend: 'wasm', batch: 4, steps: 2, evalEvery: 0 } as const;
const sprites = { kind: 'sprites', seed: 1, train: 32, val: 8 } as const;

test('a run writes the documented output, and again the same losses', async () => {
  const config: RunConfigInput = { ...quick, data: sprites, batch: 8, steps: 20, evalEvery: 10 };
  const [first, second] = [await headless(config), await headless(config)];
  expect(first.stderr).toContain('step 20/20: loss');
  expect(first.status).toBe(0);
  const output = first.output!;
  expect(Object.keys(output)).toEqual(['config', 'backend', 'adapter', 'data', 'losses', 'evals', 'timing', 'memory']);
  expect(output.config).toMatchObject({ ...config, seed: 1, normalization: 'batch', decoder: 'per-class' });
  expect(output.backend).toBe('wasm');
  expect(output.adapter).toContain('thread');
  expect(output.data).toEqual({
    trainImages: 32,
    valImages: 8,
    trainObjects: expect.any(Number),
    valObjects: expect.any(Number),
    rejected: [],
    findings: [],
  });

  expect(output.losses.map(({ step }) => step)).toEqual(Array.from({ length: 20 }, (_, i) => i + 1));
  for (const loss of output.losses) {
    expect(Object.keys(loss)).toEqual([
      ...['step', 'total', 'confidence', 'localization'],
      ...['learningRate', 'positives', 'ms', 'batch'],
    ]);
    expect(Object.values(loss).every(Number.isFinite)).toBe(true);
  }
  expect(output.losses[19].confidence).toBeLessThan(output.losses[0].confidence / 2);
  expect(output.evals.map(({ step }) => step)).toEqual([10, 20]);
  for (const point of output.evals) {
    expect(Object.keys(point)).toEqual(['step', 'map07', 'map12', 'perClass']);
    expect(Object.keys(point.perClass)).toEqual(expect.arrayContaining(['car', 'cat', 'person']));
  }
  const { timing, memory } = output;
  expect(timing).toEqual({
    stepMsMedian: expect.any(Number),
    imagesPerSecond: expect.closeTo(8000 / timing.stepMsMedian!, 3),
    stages: expect.objectContaining({ forward: expect.any(Number), backward: expect.any(Number) }),
  });
  expect(memory).toEqual({
    tensorsBefore: expect.any(Number),
    tensorsAfter: memory.tensorsBefore,
    peakBytes: expect.any(Number),
  });
  expect(memory.peakBytes).toBeGreaterThan(0);

  // All but the time that a step took.
  const again = second.output!.losses.map((loss, i) => ({ ...loss, ms: output.losses[i].ms }));
  expect(again).toEqual(output.losses);
  expect(second.output!.evals).toEqual(output.evals);
});

const failing: readonly { name: string; config(): RunConfigInput; error: RegExp }[] = [
  {
    name: 'a train list without a usable image',
    config: () => ({ ...quick, data: voc({ ...besideGood({ bad: badImages[0] }), ...lists(['bad'], ['d']) }) }),
    error: /no image of the train list can be used; it names 1.*bad\.jpg: JPEG is cut short/,
  },
  {
    name: 'an empty folder',
    config: () => ({ ...quick, data: voc({}) }),
    error: /the folder is empty/,
  },
  {
    name: 'a learning rate that explodes',
    config: () => ({ ...quick, data: sprites, steps: 20, optimizer: { kind: 'adamw', learningRate: 1e30 } }),
    error:
      /^Training stopped at step (\d+): step \1: loss is (NaN|Infinity) \(confidence \S+, localization \S+\); images /,
  },
  {
    name: 'a batch beyond the memory of WASM',
    config: () => ({ ...quick, data: sprites, model: 'ssd_96_lab', batch: 4096 }),
    error: /ssd_96_lab at batch 4096 needs about [\d.]+ GiB; WASM can address 4\.0 GiB/,
  },
];

for (const { name, config, error } of failing) {
  test(`${name} ends the command with status 1, its reason, and what there was until then`, async () => {
    const result = await headless(config());
    expectFailure(result, error);
    if (name.includes('explodes'))
      expect(result.stderr).toMatch(/\ncause: The learning rate of 5e28 made the weights grow/);
    const { losses } = result.output!;
    expect(losses.map(({ step }) => step)).toEqual(losses.map((_, i) => i + 1));
  });
}

test('a forced WebGPU where there is none fails, and the automatic choice trains on WASM', async () => {
  test.skip(process.platform === 'win32', 'the browser is wrapped in a shell script');
  const browser = test.info().outputPath('chromium-without-webgpu');
  writeFileSync(browser, withoutWebgpu(findChromium()!), { mode: 0o755 });
  const env = { CHROME_PATH: browser };
  const forced = await headless({ ...quick, data: sprites, backend: 'webgpu' }, env);
  expectFailure(forced, /^WebGPU was chosen, but (this browser does not offer it|the browser found no adapter)/);
  const chosen = await headless({ ...quick, data: sprites, backend: 'auto' }, env);
  expect(chosen.stderr).toContain('There is no WebGPU here; WASM is the fastest way on the CPU.');
  expect([chosen.status, chosen.output!.backend]).toEqual([0, 'wasm']);
});

function expectFailure({ status, stderr, output }: Result, error: RegExp): void {
  expect(stderr.trim().split('\n').at(-1)).toMatch(error);
  expect(status).toBe(1);
  expect(output!.error).toMatch(error);
  expect(output!.evals).toEqual([]);
  expect(output!.memory.tensorsAfter).toBe(output!.memory.tensorsBefore);
}

/** A script that starts the browser without the flags that bring WebGPU to a machine without a GPU. */
function withoutWebgpu(browser: string): string {
  const dropped = '--enable-unsafe-webgpu|--ignore-gpu-blocklist|--enable-features=*|--use-angle=*';
  return `#!/bin/sh
for flag; do
  shift
  case "$flag" in ${dropped}) ;; *) set -- "$@" "$flag" ;; esac
done
exec "${browser}" "$@" --disable-gpu
`;
}

function voc(files: VocFiles): RunConfigInput['data'] {
  return { kind: 'voc', path: writeVoc(test.info().outputPath(), files) };
}

interface Result {
  status: number | null;
  stderr: string;
  /** What it wrote; null if it wrote nothing. */
  output: RunOutput | null;
}

/** Runs the command with this configuration in a folder of the test's own. */
async function headless(config: RunConfigInput, env: NodeJS.ProcessEnv = {}): Promise<Result> {
  const [configFile, outFile] = ['config.json', 'out.json'].map((name) => test.info().outputPath(name));
  rmSync(outFile, { force: true });
  writeFileSync(configFile, JSON.stringify(config));
  const args = ['src/headless/run.mjs', 'headless', '--config', configFile, '--out', outFile];
  const child = spawn(process.execPath, args, { cwd: root, env: { ...process.env, ...env } });
  const [stderr, [status]] = await Promise.all([text(child.stderr), once(child, 'exit')]);
  return { status, stderr, output: existsSync(outFile) ? JSON.parse(readFileSync(outFile, 'utf8')) : null };
}
