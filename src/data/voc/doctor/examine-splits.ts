/**
 * @file What is wrong with the lists: photographs that stand in them twice, under whatever name, and images that no list
 * names.
 */
import type { Finding, Repairs } from '../../types';
import type { AnnotatedImage } from '../annotated-image';
import { groupBy } from '../group';
import type { ListEntry } from '../lists';
import { findingId, remark } from './rule';

/** The lists without the entries that repairs leave out. */
export interface ExaminedSplits {
  findings: Finding[];
  train: ListEntry[];
  val: ListEntry[];
}

type PhotographOf = (id: string) => string;

/**
 * Tells photographs apart: files with the same bytes show the same one, and so, by VOC's naming, do VOC2012's
 * 2007_NNNNNN and VOC2007's NNNNNN (756 pairs, 287 of them in the official test set).
 */
export function photographs(images: readonly Pick<AnnotatedImage, 'id' | 'hash'>[]): PhotographOf {
  const named = (id: string) => id.replace(/^2007_(\d{6})$/, '$1');
  const byHash = new Map<string, string>();
  const byId = new Map<string, string>();
  for (const { id, hash } of images) {
    const photograph = (hash === null ? undefined : byHash.get(hash)) ?? byId.get(named(id)) ?? named(id);
    if (hash !== null) byHash.set(hash, photograph);
    byId.set(named(id), photograph);
    byId.set(id, photograph);
  }
  return (id) => byId.get(id) ?? named(id);
}

export function examineSplits(
  { train, val }: { train: readonly ListEntry[]; val: readonly ListEntry[] },
  photographOf: PhotographOf,
  repairs: Repairs,
): ExaminedSplits {
  const findings: Finding[] = [];
  const dropped = new Set<ListEntry>();
  const trained = groupBy(train, ({ id }) => photographOf(id));
  const validated = groupBy(val, ({ id }) => photographOf(id));
  for (const [first, ...others] of [...trained.values(), ...validated.values()]) {
    for (const entry of others) findings.push(repeated(entry, first, repairs, dropped));
  }
  for (const [photograph, copies] of validated) {
    const twins = trained.get(photograph);
    if (twins !== undefined) findings.push(leaked(copies, twins, repairs, dropped));
  }
  const left = (entries: readonly ListEntry[]) => entries.filter((entry) => !dropped.has(entry));
  return { findings, train: left(train), val: left(val) };
}

/** Within a list: a name that stands in it twice counts once anyway. */
function repeated(entry: ListEntry, earlier: ListEntry, repairs: Repairs, dropped: Set<ListEntry>): Finding {
  const site = { ...siteOf(entry), image: entry.id };
  if (entry.id === earlier.id) {
    return remark(site, 'list-twice', 'note', `${entry.id} stands in the list again; it counts once`);
  }
  const id = findingId('image-twice', site);
  const choice = { value: 'drop', label: 'Leave it out of its list' };
  const applied = repairs[id] === choice.value ? choice.value : null;
  if (applied !== null) dropped.add(entry);
  return {
    ...remark(site, 'image-twice', 'warning', `${entry.id} is the same photograph as ${earlier.id}`),
    id,
    repair: { choices: [choice], applied, patches: [leaveOut(entry)] },
  };
}

/** All copies of one photograph leak together, and are left out together. */
function leaked(
  copies: readonly ListEntry[],
  twins: readonly ListEntry[],
  repairs: Repairs,
  dropped: Set<ListEntry>,
): Finding {
  const [[entry], [twin]] = [copies, twins];
  const site = { ...siteOf(entry), image: entry.id };
  const id = findingId('image-leaks', site);
  const sides = { train: twins, val: copies };
  const applied = repairs[id] === 'train' || repairs[id] === 'val' ? repairs[id] : null;
  const out = sides[applied ?? 'train'];
  if (applied !== null) for (const one of out) dropped.add(one);
  const what = entry.id === twin.id ? 'is in train too' : `is the same photograph as ${twin.id} in train`;
  return {
    ...remark(site, 'image-leaks', 'warning', `${entry.id} of val ${what}; that flatters the mAP`),
    id,
    repair: {
      choices: [
        { value: 'train', label: 'Leave it out of train' },
        { value: 'val', label: 'Leave it out of val' },
      ],
      applied,
      patches: out.map(leaveOut),
    },
  };
}

function siteOf({ file, line }: ListEntry) {
  return { file, line, object: null };
}

function leaveOut({ file, id }: ListEntry) {
  return { file, object: null, before: { id }, after: null };
}
