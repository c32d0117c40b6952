/**
 * @file Where measured code runs: in workers of a headless Chromium, or in this very Node on Dawn.
 */
import type { BenchApi, EngineInfo } from '../../bench';

/** The bench worker's functions, as promises. */
export type BenchEngine = {
  [Name in keyof BenchApi]: (...args: Parameters<BenchApi[Name]>) => Promise<Awaited<ReturnType<BenchApi[Name]>>>;
};

export interface BenchHost {
  /** Such as "Chromium 156.0.0.0". */
  version: string;
  /** Opens an engine in a worker of its own. @throws Error if the back end cannot start */
  open(choice: 'webgpu' | 'wasm', threads?: number): Promise<{ engine: BenchEngine; info: EngineInfo }>;
  /** Ends an engine that `open` gave, with all that it holds. */
  close(engine: BenchEngine): Promise<void>;
}
