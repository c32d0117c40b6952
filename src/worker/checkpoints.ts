/** @file Where the checkpoints of runs are kept, and those of a run that are whole. */
import { decodeCheckpoint } from '../training';

export interface CheckpointKeeper {
  write(run: string, bytes: Uint8Array<ArrayBuffer>): Promise<void>;
  /** Newest first; they may be damaged. */
  read(run: string): Promise<Uint8Array<ArrayBuffer>[]>;
  remove(run: string): Promise<void>;
}

export type DecodedCheckpoint = Awaited<ReturnType<typeof decodeCheckpoint>>;

/** Newest first. */
export async function wholeCheckpoints(keeper: CheckpointKeeper, run: string): Promise<DecodedCheckpoint[]> {
  const files = await keeper.read(run).catch(() => []);
  const decoded = await Promise.allSettled(files.map(decodeCheckpoint));
  const whole = decoded.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : []));
  return whole.sort((a, b) => b.checkpoint.step - a.checkpoint.step);
}
