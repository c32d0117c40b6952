/**
 * @file Opening a file that a person brings: a bundle, or a result of the headless command. Its content tells which.
 */
import type { StoredRun } from '../record';
import { type RunCollection, readBundle } from './bundle';
import { BundleError, parseJson } from './bundle-error';
import { readHeadlessResult } from './headless-results';

/** JSON is text, which a tab holds in full beside what it means. */
const mostJson = 2 ** 28;

/**
 * Reads all runs and experiments of a file, at rest: nothing in them is under way here.
 *
 * @throws BundleError that names the file inside, what was found and what is expected; then nothing of it can be used
 */
export async function readRuns(file: File): Promise<RunCollection> {
  const head = new Uint8Array(await file.slice(0, 64).arrayBuffer());
  if (head[0] === 0x50 && head[1] === 0x4b) return atRest(await readBundle(file));
  if (!/^(\ufeff|\s)*\{/.test(new TextDecoder().decode(head))) {
    throw new BundleError(file.name, 'begins as neither a zip nor JSON; expected a bundle or a result of the lab');
  }
  if (file.size > mostJson) {
    throw new BundleError(file.name, `has ${file.size} bytes; expected at most ${mostJson} of a result`);
  }
  const json = parseJson(file.name, new Uint8Array(await file.arrayBuffer()));
  const created = new Date(file.lastModified).toISOString();
  return readHeadlessResult(json, { name: file.name.replace(/\.json$/i, ''), created });
}

/** A browser that opens a bundle must not go on with a queue that it was written in the middle of. */
function atRest({ runs, experiments }: RunCollection): RunCollection {
  return {
    runs: runs.map(({ record, ...parts }): StoredRun => {
      const status = record.status === 'running' ? 'interrupted' : record.status;
      return { ...parts, record: { ...record, status, checkpoint: null, deleted: null } };
    }),
    experiments: experiments.map((experiment) => {
      return experiment.status === 'queued' ? { ...experiment, status: 'paused' } : experiment;
    }),
  };
}
