/**
 * @file The current data set: opened in every data worker, with the summary that the page shows.
 */
import { type Repairs, spriteCredits, type VocSet } from '../data';
import type { ModelId, RunConfig } from '../experiments';
import { modelSpecs } from '../model';
import type { Annotations } from './annotations';
import { histograms } from './bins';
import type { DataPool } from './data-pool';
import type { DataSource, DataSummary, Progress, SplitSummary } from './protocol';
import type { OnProgress } from './reporting';

/** Scenes of a sprite split that are laid out for the statistics; all 48,000 would take 4 seconds. */
const countedScenes = 1000;

export interface DataSet {
  summary: DataSummary;
  /** What the set was made from: equal keys need no reload. */
  key: string;
  /** Of VOC files, what they were brought as. */
  voc?: { name: string; train: string; val: string; identity: DataSummary['identity'] };
}

/** Opens a source in all data workers and counts it. @throws Error fit to be shown; the set before stays open */
export async function openDataSet(
  pool: DataPool,
  source: DataSource,
  onProgress: (progress: Progress | null) => void,
): Promise<DataSet> {
  try {
    if (source.kind === 'sprites') return await openSprites(pool, source.config, source.model, onProgress);
    if (source.kind === 'voc') return await openVoc(pool, source, onProgress);
    return await openStored(pool, source, onProgress);
  } finally {
    onProgress(null);
  }
}

/** The smoke model has scenes of its own: three classes, few and large objects. */
export function spriteKey(config: Extract<RunConfig['data'], { kind: 'sprites' }>, model: ModelId): string {
  return JSON.stringify([config.seed, config.train, config.val, config.objects, model]);
}

async function openSprites(
  pool: DataPool,
  config: Extract<RunConfig['data'], { kind: 'sprites' }>,
  model: ModelId,
  onProgress: (progress: Progress) => void,
): Promise<DataSet> {
  const size = modelSpecs[model].anchors.inputSize;
  const style = model === 'ssd_64_smoke' ? 'smoke' : 'lab';
  const classes = await pool.open({ ...config, style, size });
  const count = async (name: 'train' | 'val', images: number, before: number, all: number) => {
    const counted = Math.min(images, countedScenes);
    const annotations: Annotations[] = [];
    for (let from = 0; from < counted; from += 100) {
      annotations.push(...(await pool.first.annotations(name, from, Math.min(100, counted - from))));
      const done = before + annotations.length;
      onProgress({ task: 'Counting scenes', done, total: all, etaMs: null, cancellable: false });
    }
    return { annotations, summary: summarizeSplit(name, images, annotations, classes.length) };
  };
  const trainCounted = Math.min(config.train, countedScenes);
  const all = trainCounted + Math.min(config.val, countedScenes);
  const train = await count('train', config.train, 0, all);
  const val = await count('val', config.val, trainCounted, all);
  return {
    key: spriteKey(config, model),
    summary: {
      kind: 'sprites',
      name: 'Sprite scenes',
      identity: null,
      lists: null,
      classes,
      train: train.summary,
      val: val.summary,
      total: { images: config.train + config.val, objects: train.summary.objects + val.summary.objects },
      ...histograms(train.annotations),
      findings: [],
      rejected: [],
      notes: [],
      credits: [...spriteCredits],
    },
  };
}

async function openVoc(
  pool: DataPool,
  { files, train, val }: Extract<DataSource, { kind: 'voc' }>,
  onProgress: (progress: Progress) => void,
): Promise<DataSet> {
  const { set, id, bytes } = await pool.importVoc(
    files,
    { train, val },
    reporter({ task: 'Reading images' }, onProgress),
  );
  const name = files.length === 1 ? files[0].file.name : files[0].path.split('/')[0];
  return takeVoc(pool, set, { name, train, val, identity: id === null ? null : { id, bytes } });
}

async function openStored(
  pool: DataPool,
  { id, lists }: Extract<DataSource, { kind: 'stored' }>,
  onProgress: (progress: Progress) => void,
): Promise<DataSet> {
  const { set, bytes, name, ...opened } = await pool.openStored(
    id,
    lists,
    reporter({ task: 'Reading images' }, onProgress),
  );
  return takeVoc(pool, set, { name, ...opened.lists, identity: { id, bytes } });
}

/** Tells of a task as it goes on, and when it will end. */
export function reporter(task: Pick<Progress, 'task' | 'unit'>, onProgress: (progress: Progress) => void): OnProgress {
  let began = performance.now();
  return (done, total) => {
    // The files of an archive are counted before the work on them begins.
    if (total === null) began = performance.now();
    const etaMs = total && done > 0 ? ((performance.now() - began) / done) * (total - done) : null;
    onProgress({ ...task, ...(total === null && { task: 'Listing files' }), done, total, etaMs, cancellable: true });
  };
}

/** The same files with these repairs and no others. */
export async function repairDataSet(pool: DataPool, { voc }: DataSet, repairs: Repairs): Promise<DataSet> {
  if (voc === undefined) throw new Error('Only VOC files can be repaired; the scenes have no faults.');
  return takeVoc(pool, await pool.repair(repairs), voc);
}

async function takeVoc(pool: DataPool, set: VocSet, voc: NonNullable<DataSet['voc']>): Promise<DataSet> {
  const { name, train, val, identity } = voc;
  const repaired = set.findings.filter(({ repair }) => (repair?.applied ?? null) !== null).length;
  // The workers read images; thousands of findings would be copied to each for nothing.
  const classes = await pool.open({ kind: 'voc', set: { ...set, findings: [] } });
  const trainAnnotations = annotationsOf(set, set.splits.train);
  const valAnnotations = annotationsOf(set, set.splits.val);
  return {
    key: 'voc',
    voc,
    summary: {
      kind: 'voc',
      // Repaired data are other data, and a run says on which it was trained.
      name: repaired === 0 ? name : `${name}, ${repaired} repaired`,
      identity,
      lists: { train, val },
      classes,
      train: summarizeSplit(train, set.splits.train.length, trainAnnotations, classes.length),
      val: summarizeSplit(val, set.splits.val.length, valAnnotations, classes.length),
      total: set.allLists,
      ...histograms(trainAnnotations),
      findings: set.findings,
      rejected: set.rejected,
      notes: set.notes,
      credits: [],
    },
  };
}

function annotationsOf(set: VocSet, indices: readonly number[]): Annotations[] {
  const classIndex = new Map(set.classes.map((name, i) => [name, i]));
  return indices.map((index) => {
    const { width, height, objects } = set.records[index];
    return {
      width,
      height,
      boxes: Float32Array.from(objects.flatMap(({ box }) => box)),
      labels: Int32Array.from(objects, ({ className }) => classIndex.get(className) as number),
      difficult: Uint8Array.from(objects, ({ difficult }) => (difficult ? 1 : 0)),
    };
  });
}

/** Counts of a split. @param images all of its images, of which the annotations are the counted ones */
export function summarizeSplit(
  name: string,
  images: number,
  annotations: readonly Annotations[],
  classes: number,
): SplitSummary {
  const classCounts = new Array<number>(classes).fill(0);
  let objects = 0;
  let difficult = 0;
  for (const annotation of annotations) {
    objects += annotation.labels.length;
    for (const label of annotation.labels) classCounts[label]++;
    for (const flag of annotation.difficult) difficult += flag;
  }
  return { name, images, counted: annotations.length, objects, difficult, classCounts };
}
