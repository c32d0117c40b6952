/** @file Progress of a job in another worker. */
import { proxy } from 'comlink';

/** @param total null while it is not known */
export type OnProgress = (done: number, total: number | null) => void;

/**
 * Gives a job in another worker a function that reports its progress. Reports come through a port of their own, and may
 * come after the job's answer: those are dropped.
 */
export async function reporting<T>(onProgress: OnProgress, job: (report: OnProgress) => Promise<T>): Promise<T> {
  let isAnswered = false;
  const report: OnProgress = (done, total) => {
    if (!isAnswered) onProgress(done, total);
  };
  try {
    return await job(proxy(report));
  } finally {
    isAnswered = true;
  }
}
