/**
 * @file A host whose engines take exactly as long as a test says.
 */
import type { BenchApi, ConvCase, Task } from '../../bench';
import type { BenchEngine, BenchHost } from './host';

export interface FakeEngine {
  cases?: ConvCase[];
  /** Milliseconds of a run. @throws Error where the engine cannot do it */
  msOf(task: Task | 'peak', threads: number): number;
}

/** Two threads of WASM, or a software adapter. */
export function fakeHost({ cases = [], msOf }: FakeEngine): BenchHost {
  return {
    version: 'Fake 1',
    async open(backend, threads = backend === 'wasm' ? 2 : 1) {
      const tasks = new Map<number, Task | 'peak'>([[0, 'peak']]);
      const engine: Partial<BenchEngine> = {
        convCases: async () => cases,
        preparePeak: async () => ({ id: 0, flops: 1e9, method: 'fake' }),
        prepare: async (task) => tasks.set(tasks.size, task).size - 1,
        run: async (id) => ({ ms: msOf(tasks.get(id) as Task | 'peak', threads), stages: { forward: 1 } }),
        stepFlops: async () => 1e9,
        modelSpec: async () => ({ anchors: { ratios: [[1]] } }) as unknown as ReturnType<BenchApi['modelSpec']>,
        difference: async (a, b) => {
          for (const id of [a, b]) msOf(tasks.get(id) as Task, threads);
          return 0;
        },
        release: async () => {},
      };
      const software = backend === 'webgpu';
      const info = { backend, adapter: 'fake', software, reason: '', threads, maxBindingBytes: null };
      return { engine: engine as BenchEngine, info };
    },
    close: async () => {},
  };
}
