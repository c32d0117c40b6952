/** @file Whether a step fits the memory, and with how many micro-batches it would. */
import { EngineLimitError } from '../engine';
import type { RunConfig } from '../experiments';
import { checkMemory, type Network } from '../model';

type StepSize = Pick<RunConfig, 'batch' | 'accumulate'>;

/** A step that does not fit, and the micro-batches with which it would; null if not even single images do. */
export class StepLimitError extends EngineLimitError {
  readonly accumulate: number | null;

  constructor(message: string, accumulate: number | null) {
    super(message);
    this.accumulate = accumulate;
  }
}

/** @param networks that are trained in turns @throws StepLimitError if a step does not fit the device */
export function requireMemory(
  network: Network,
  { batch, accumulate }: StepSize,
  backend: 'webgpu' | 'wasm' | 'cpu',
  networks: number,
): void {
  const check = (parts: number) => checkMemory(network, Math.ceil(batch / Math.min(parts, batch)), backend, networks);
  try {
    check(accumulate);
  } catch (error) {
    if (!(error instanceof EngineLimitError)) throw error;
    for (let parts = accumulate; parts < batch; ) {
      parts = Math.min(batch, parts * 2);
      try {
        check(parts);
      } catch {
        continue;
      }
      throw new StepLimitError(error.message, parts);
    }
    throw new StepLimitError(error.message, null);
  }
}

/** What to try next after a failure; undefined if it was not for want of memory, or if there is nothing smaller. */
export function smallerSteps(error: Error, { batch, accumulate }: StepSize): number | undefined {
  const parts = error instanceof StepLimitError ? error.accumulate : Math.min(batch, accumulate * 2);
  const forMemory = error instanceof EngineLimitError || /memory|allocat/i.test(error.message);
  return forMemory && parts !== null && parts > accumulate ? parts : undefined;
}
