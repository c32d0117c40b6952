/**
 * @file A kept run as files of a bundle, and back.
 */
import type * as v from 'valibot';
import type { Picture, StoredRun } from '../record';
import { BundleError, checked, parseJson } from './bundle-error';
import { reproductionCard } from './card';
import { type BundleFiles, encodeJson } from './pack';
import * as schema from './run-schema';

/** The kinds of image that the lab makes, and their first bytes. */
const imageKinds = [
  { type: 'image/png', ending: 'png', starts: /^\x89PNG\r\n/ },
  { type: 'image/jpeg', ending: 'jpg', starts: /^\xff\xd8\xff/ },
  { type: 'image/webp', ending: 'webp', starts: /^RIFF.{4}WEBP/s },
];

/** Adds the files of a run. @throws BundleError if they could not be read again, as when a loss is not a number */
export async function addRun(files: BundleFiles, run: StoredRun): Promise<void> {
  const { id } = checked(`run ${run.record.id}`, schema.record, run.record);
  const folder = `runs/${id}/`;
  files.set(`${folder}record.json`, encodeJson(run.record));
  files.set(`${folder}card.md`, new TextEncoder().encode(reproductionCard(run)));
  files.set(`${folder}curves.json`, encodeJson(checked(`${folder}curves.json`, schema.curves, run.curves)));
  files.set(`${folder}snapshots.json`, encodeJson(checked(`${folder}snapshots.json`, schema.snapshots, run.snapshots)));
  const listed = run.pictures.map(({ image, ...picture }, i) => {
    const ending = imageKinds.find(({ type }) => type === image.type)?.ending;
    return { ...picture, file: `pictures/${i}.${ending ?? image.type}` };
  });
  const path = `${folder}pictures.json`;
  for (const [i, { file }] of checked(path, schema.listedPictures, listed).entries()) {
    files.set(`${folder}${file}`, new Uint8Array(await run.pictures[i].image.arrayBuffer()));
  }
  files.set(path, encodeJson(listed));
  if (run.weights !== null) files.set(`${folder}weights.bin`, run.weights);
  checkParts(folder, run);
}

/** Takes the files of a run out of the bundle's. @throws BundleError that names the first file that is unfit */
export function takeRun(files: BundleFiles, id: string): StoredRun {
  const folder = `runs/${id}/`;
  const take = (name: string): Uint8Array => {
    const bytes = files.get(folder + name);
    if (bytes === undefined) throw new BundleError(folder + name, 'is missing; expected with every run');
    files.delete(folder + name);
    return bytes;
  };
  const read = <T>(name: string, form: v.GenericSchema<unknown, T>): T =>
    checked(folder + name, form, parseJson(folder + name, take(name)));

  const record = read('record.json', schema.record);
  if (record.id !== id) {
    throw new BundleError(`${folder}record.json`, `id: got "${record.id}"; expected "${id}", as the folder is called`);
  }
  take('card.md');
  const pictures = read('pictures.json', schema.listedPictures).map(({ file, ...picture }): Picture => {
    return { ...picture, image: imageOf(folder + file, take(file)) };
  });
  const run: StoredRun = {
    record,
    curves: read('curves.json', schema.curves),
    snapshots: read('snapshots.json', schema.snapshots),
    pictures,
    weights: record.summary.weights ? take('weights.bin') : null,
  };
  checkParts(folder, run);
  return run;
}

function imageOf(path: string, bytes: Uint8Array): Blob {
  const { type, starts } = imageKinds.find(({ ending }) => path.endsWith(`.${ending}`))!;
  if (!starts.test(String.fromCharCode(...bytes.subarray(0, 12)))) {
    throw new BundleError(path, `begins with ${bytes.slice(0, 4).join(', ')}; expected ${type}`);
  }
  return new Blob([bytes as Uint8Array<ArrayBuffer>], { type });
}

/** What the parts of a run owe each other. */
function checkParts(folder: string, { record, snapshots, pictures, weights }: StoredRun): void {
  if (record.summary.weights !== (weights !== null)) {
    const found = weights === null ? 'are not there' : 'are there';
    throw new BundleError(`${folder}record.json`, `summary.weights is ${record.summary.weights}, and they ${found}`);
  }
  for (const { step, detections } of snapshots) {
    if (detections.length === pictures.length) continue;
    const problem = `step ${step} has detections in ${detections.length} pictures; expected ${pictures.length}`;
    throw new BundleError(`${folder}snapshots.json`, problem);
  }
}
