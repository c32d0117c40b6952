/**
 * @file Kept runs as one file, `*.ssdlab.zip`, that any browser opens again.
 */
import type { Experiment } from '../experiment';
import type { StoredRun } from '../record';
import { BundleError, checked, parseJson } from './bundle-error';
import { experiments as experimentsSchema } from './experiment-schema';
import { type BundleFiles, type BundleInfo, encodeJson, pack, unpack } from './pack';
import { addRun, takeRun } from './run-files';

/** Runs, and the experiments that they answer. */
export interface RunCollection {
  runs: StoredRun[];
  experiments: Experiment[];
}

const experimentsPath = 'experiments.json';

/**
 * Writes runs with all that is kept of them.
 *
 * @param experiments of these, those all of whose runs are among the runs go with them
 * @throws BundleError if a run holds what could not be read again, or all of them are more than a bundle holds
 */
export async function writeBundle(
  runs: readonly StoredRun[],
  { experiments = [], ...info }: BundleInfo & { experiments?: readonly Experiment[] },
): Promise<Blob> {
  const files: BundleFiles = new Map();
  const ids = new Set(runs.map(({ record }) => record.id));
  const whole = experiments.filter(({ runs }) => runs.length > 0 && runs.every(({ run }) => ids.has(run)));
  files.set(experimentsPath, encodeJson(checked(experimentsPath, experimentsSchema, whole)));
  for (const run of runs) await addRun(files, run);
  return pack(files, info);
}

/** Reads a bundle: all of it, or nothing. @throws BundleError that names the file inside, what was found and expected */
export async function readBundle(bundle: Blob): Promise<RunCollection> {
  const files = await unpack(bundle);
  const ids = new Set([...files.keys()].flatMap((path) => /^runs\/([^/]+)\//.exec(path)?.[1] ?? []));
  const runs = [...ids].map((id) => takeRun(files, id));
  const listing = files.get(experimentsPath);
  if (listing === undefined) throw new BundleError(experimentsPath, 'is missing; expected with every bundle');
  files.delete(experimentsPath);
  const [extra] = files.keys();
  if (extra !== undefined) throw new BundleError(extra, 'belongs to nothing; expected what its record speaks of');
  const experiments = checked(experimentsPath, experimentsSchema, parseJson(experimentsPath, listing));
  for (const experiment of experiments) checkRuns(experiment, ids);
  return { runs, experiments };
}

function checkRuns({ id, plan, runs }: Experiment, ids: ReadonlySet<string>): void {
  const places = new Set<string>();
  for (const { arm, seed, multiplier, run } of runs) {
    const place = `experiment ${id}, arm "${arm}", seed ${seed}${multiplier === null ? '' : `, rate × ${multiplier}`}`;
    const refuse = (problem: string) => new BundleError(experimentsPath, `${place}: ${problem}`);
    if (!ids.has(run)) throw refuse(`run ${run} is not in the bundle`);
    if (!plan.arms.some(({ name }) => name === arm)) throw refuse('its plan has no such arm');
    if (places.has(place)) throw refuse('stands twice; expected once');
    places.add(place);
  }
}
