/**
 * @file The memory suite: what a training step of SSD300 takes beside parameters and optimizer state.
 */
import type { EngineInfo, MemoryUse } from '../../bench';
import { defaultRunConfig, type ModelId } from '../../experiments';
import { firstLine } from './errors';
import { type Backend, digits, engineName, type Section, type SuiteOptions, type SuiteReport } from './suite';

const full = { model: 'ssd_300_vgg16_atrous', batches: [1, 2, 8, 32] } as const;
const quick = { model: 'ssd_64_smoke', batches: [1] } as const;
/** Beyond it a step takes many minutes on a software adapter. */
const softwareMaxBatch = 2;

/** MiB by batch, above 100 MiB of parameters, as worked out for SSD300 before the engine was written. */
const expected: Readonly<Record<number, { tape: number; reuse: number }>> = {
  1: { tape: 644, reuse: 196 },
  8: { tape: 4452, reuse: 960 },
  32: { tape: 17506, reuse: 3639 },
};

interface MemoryResult {
  model: ModelId;
  engine: EngineInfo;
  batch: number;
  use: MemoryUse | null;
  /** Why there is no measurement. */
  error: string | null;
}

export async function memorySuite(options: SuiteOptions): Promise<SuiteReport> {
  const { model, batches } = options.quick ? quick : full;
  const results: MemoryResult[] = [];
  for (const backend of options.backends) {
    for (const batch of batches) {
      results.push(await measure(backend, model, batch, options));
      options.progress(rowOf(results[results.length - 1]).join('  '));
    }
  }
  return { results, sections: [memorySection(model, results)] };
}

/** Every batch in an engine of its own: a heap that has grown does not shrink. */
async function measure(backend: Backend, model: ModelId, batch: number, { host }: SuiteOptions): Promise<MemoryResult> {
  const { engine, info } = await host.open(backend);
  try {
    if (info.software && batch > softwareMaxBatch) {
      return { model, engine: info, batch, use: null, error: 'left out: minutes a step on a software adapter' };
    }
    const plan = defaultRunConfig(model);
    const id = await engine.prepare({ kind: 'step', implementation: 'own', model, batch, plan });
    return { model, engine: info, batch, use: await engine.memory(id), error: null };
  } catch (error) {
    return { model, engine: info, batch, use: null, error: firstLine(error) };
  } finally {
    await host.close(engine);
  }
}

const mebibytes = (bytes: number) => digits(bytes / 2 ** 20);

function rowOf({ model, engine, batch, use, error }: MemoryResult): string[] {
  const { tape, reuse } = (model === full.model && expected[batch]) || {};
  const measured = use
    ? [mebibytes(use.keptBytes), mebibytes(use.peakBytes), mebibytes(use.backendBytes)]
    : ['', error ?? '', ''];
  return [engineName(engine), String(batch), ...measured, tape?.toString() ?? '', reuse?.toString() ?? ''];
}

function memorySection(model: ModelId, results: readonly MemoryResult[]): Section {
  return {
    title: `Memory of a training step of ${model}`,
    notes: [
      'MiB. Kept: parameters and optimizer state. Peak: the most that was alive in tensors during the step, above what ' +
        'is kept. Back end: all that it holds after the step, kept tensors and free buffers included. Tape and reuse: ' +
        'the peaks that the design expects of an automatic gradient, and of a backward pass that frees as it goes.',
    ],
    columns: ['engine', 'batch', 'kept', 'peak', 'back end', 'tape', 'reuse'],
    rows: results.map(rowOf),
    summary: [],
  };
}
