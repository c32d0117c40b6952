/**
 * @file Every run and experiment that the browser keeps: small values in IndexedDB, weights and checkpoints in files.
 *
 * For the page and for workers. Every method throws a StorageError if the storage fails; what was kept can still be read.
 */
import { completeConfig, type RunConfig } from '../config';
import type { Experiment } from '../experiment';
import { noCurves, type Picture, type RunCurves, type RunRecord, type Snapshot, type StoredRun } from '../record';
import { CheckpointFiles } from './checkpoint-files';
import { openDatabase, type RunDatabase, type RunTransaction, runStores, snapshotsOf } from './database';
import { attempt, type StorageError } from './storage-error';
import { WeightFiles } from './weight-files';

/**
 * Opens what this browser keeps.
 *
 * @param options.onClosed called if the store is taken away: from then on every method throws
 * @throws StorageError if the browser keeps nothing, as in some private windows
 */
export async function openRunStore(
  options: { name?: string; onClosed?: (error: StorageError) => void } = {},
): Promise<RunStore> {
  const { name = 'ssd-lab', onClosed = () => {} } = options;
  return new RunStore(await openDatabase(name, onClosed));
}

export class RunStore {
  readonly #database: RunDatabase;
  readonly #weights = new WeightFiles();
  readonly #checkpoints = new CheckpointFiles();

  constructor(database: RunDatabase) {
    this.#database = database;
  }

  /** Newest first, as are the experiments. */
  records(): Promise<RunRecord[]> {
    return attempt('read the list of runs', async () => {
      const records = await this.#database.getAll('records');
      return newestFirst(records.map(completed));
    });
  }

  putRecord(record: RunRecord): Promise<void> {
    return attempt(`put the record of run ${record.id}`, async () => {
      await this.#database.put('records', record);
    });
  }

  experiments(): Promise<Experiment[]> {
    return attempt('read the list of experiments', async () => {
      const experiments = await this.#database.getAll('experiments');
      return newestFirst(
        experiments.map(({ plan, ...rest }) => ({ ...rest, plan: { ...plan, arms: plan.arms.map(completed) } })),
      );
    });
  }

  putExperiment(experiment: Experiment): Promise<void> {
    return attempt(`put experiment ${experiment.id}`, async () => {
      await this.#database.put('experiments', experiment);
    });
  }

  /** Its runs stay. */
  removeExperiment(id: string): Promise<void> {
    return attempt(`remove experiment ${id}`, () => this.#database.delete('experiments', id));
  }

  /** Without a step if none were put yet. */
  curves(id: string): Promise<RunCurves> {
    return attempt(`read the curves of run ${id}`, async () => (await this.#database.get('curves', id)) ?? noCurves());
  }

  putCurves(id: string, curves: RunCurves): Promise<void> {
    return attempt(`put the curves of run ${id}`, async () => {
      await this.#database.put('curves', curves, id);
    });
  }

  /** By ascending step. */
  snapshots(id: string): Promise<Snapshot[]> {
    return attempt(`read the snapshots of run ${id}`, () => this.#database.getAll('snapshots', snapshotsOf(id)));
  }

  putSnapshot(id: string, snapshot: Snapshot): Promise<void> {
    return attempt(`put the snapshot of run ${id} at step ${snapshot.step}`, async () => {
      await this.#database.put('snapshots', snapshot, [id, snapshot.step]);
    });
  }

  pictures(id: string): Promise<Picture[]> {
    return attempt(`read the pictures of run ${id}`, async () => (await this.#database.get('pictures', id)) ?? []);
  }

  putPictures(id: string, pictures: Picture[]): Promise<void> {
    return attempt(`put the pictures of run ${id}`, async () => {
      await this.#database.put('pictures', pictures, id);
    });
  }

  weights(id: string): Promise<Uint8Array<ArrayBuffer> | null> {
    return attempt(`read the weights of run ${id}`, () => this.#weights.read(id));
  }

  putWeights(id: string, weights: Uint8Array): Promise<void> {
    return attempt(`put the weights of run ${id}`, () => this.#weights.write(id, weights));
  }

  /** @throws RangeError if there is no such run */
  async stored(id: string): Promise<StoredRun> {
    const record = await attempt(`read run ${id}`, () => this.#database.get('records', id));
    if (record === undefined) throw new RangeError(`RunStore: there is no run "${id}"; expected the id of a kept run`);
    const [curves, snapshots, pictures, weights] = await Promise.all([
      this.curves(id),
      this.snapshots(id),
      this.pictures(id),
      this.weights(id),
    ]);
    // A tab that was closed between the weights and the record left a record that is wrong about them.
    const summary = { ...record.summary, weights: weights !== null };
    return { record: { ...completed(record), summary }, curves, snapshots, pictures, weights };
  }

  /**
   * Keeps a whole run in place of what is known under its id. Weights come first, and go if the rest fails: no run is
   * listed without its parts, and none has parts without being listed.
   */
  async putStored({ record, curves, snapshots, pictures, weights }: StoredRun): Promise<void> {
    const { id } = record;
    if (weights !== null) await this.putWeights(id, weights);
    await this.#change(`put run ${id}`, function* (stores) {
      yield stores.objectStore('snapshots').delete(snapshotsOf(id));
      for (const snapshot of snapshots) yield stores.objectStore('snapshots').put(snapshot, [id, snapshot.step]);
      yield stores.objectStore('curves').put(curves, id);
      yield stores.objectStore('pictures').put(pictures, id);
      yield stores.objectStore('records').put(record);
    }).catch(async (error) => {
      // Nothing would ever remove the weights of a run that is not listed.
      if ((await this.#database.getKey('records', id)) === undefined) await this.#weights.remove(id);
      throw error;
    });
    if (weights === null) await attempt(`remove the weights of run ${id}`, () => this.#weights.remove(id));
  }

  /** For good; runs that are not here are passed over. */
  async remove(ids: readonly string[]): Promise<void> {
    await this.#change(`remove ${ids.length} runs`, function* (stores) {
      for (const id of ids) {
        yield stores.objectStore('snapshots').delete(snapshotsOf(id));
        for (const name of ['records', 'curves', 'pictures'] as const) yield stores.objectStore(name).delete(id);
      }
    });
    for (const id of ids) {
      await attempt(`remove the weights of run ${id}`, () => this.#weights.remove(id));
      await attempt(`remove the checkpoints of run ${id}`, () => this.#checkpoints.remove(id));
    }
  }

  /** Bytes used and allowed, of all that the origin keeps; null if the browser does not tell. */
  async usage(): Promise<{ usage: number; quota: number } | null> {
    const { usage, quota } = await attempt('ask for the storage in use', () => navigator.storage.estimate());
    return usage === undefined || quota === undefined ? null : { usage, quota };
  }

  close(): void {
    this.#database.close();
  }

  /** One transaction over the stores of runs: all of it happens, or nothing. */
  #change(what: string, requests: (stores: RunTransaction) => Iterable<Promise<unknown>>): Promise<void> {
    return attempt(what, async () => {
      const transaction = this.#database.transaction(runStores, 'readwrite');
      const done = transaction.done.catch((error) => {
        // The transaction knows why it was aborted; `done` may say only that it was.
        throw transaction.error ?? error;
      });
      try {
        // A request that fails takes the transaction along, which then tells.
        for (const request of requests(transaction)) request.catch(() => {});
      } catch (error) {
        // What was asked before a value that cannot be stored must not happen either.
        done.catch(() => {});
        transaction.abort();
        throw error;
      }
      await done;
    });
  }
}

/** What was kept before a setting came to the lab has its default. */
function completed<Kept extends { config: Omit<RunConfig, 'seed'> }>(kept: Kept): Kept {
  return { ...kept, config: completeConfig(kept.config) };
}

function newestFirst<T extends { created: string }>(values: T[]): T[] {
  return values.sort((a, b) => b.created.localeCompare(a.created));
}
