/**
 * @file The doctor: from what the files say to the set that is trained on, with all that was found on the way.
 *
 * A pure function of the files and of the repairs that the reader applied, so that undoing one is examining without it.
 */
import type { Finding, Repairs, VocRecord, VocSet } from '../../types';
import { chooseClasses } from '../classes';
import type { ListEntry } from '../lists';
import { stratifiedSplit } from '../split';
import type { VocFiles } from '../voc-files';
import { type ClassNames, classNames } from './class-names';
import { type CoordinateBase, findCoordinateBase, rebase } from './coordinate-base';
import { type Examined, examineImage } from './examine-image';
import { examineSplits, photographs } from './examine-splits';
import { annotationPatches } from './image-rules';
import { remark } from './rule';

/** Splits may be empty: see `importVoc`. */
export function examine(files: VocFiles, repairs: Repairs = {}): VocSet {
  const matches = files.images.flatMap(({ match }) => (match === null ? [] : [withApplied(match, repairs)]));
  const unmatched = new Set(matches.filter(({ repair }) => repair!.applied === null).map(({ image }) => image));
  const images = files.images.filter(({ id }) => !unmatched.has(id));

  const names = images.flatMap(({ annotation }) => annotation.objects.flatMap(({ name }) => name ?? []));
  const choice = chooseClasses(files.declared, names);
  const base = findCoordinateBase(images);
  const baseFinding = base.countsFromZero ? describeBase(base, files, repairs) : null;
  const shift = baseFinding?.repair?.applied ?? null;
  const context = {
    classes: classNames(choice, names),
    countsFromZero: base.countsFromZero && shift === null,
    repairs,
  };
  const examined = images.map((image) => {
    const annotation = shift === null ? image.annotation : rebase(image.annotation, shift);
    return examineImage(image, annotation, context);
  });
  const records = examined.flatMap(({ record }) => record ?? []);

  const photographOf = photographs(images);
  const own = files.lists === null ? splitOwn(files, photographOf) : null;
  const lists = own ?? files.lists!;
  const splits = examineSplits(lists, photographOf, repairs);
  const findings = [
    ...files.findings,
    ...matches,
    ...(baseFinding === null ? [] : [baseFinding]),
    ...examined.flatMap((image) => image.findings),
    ...splits.findings,
  ];
  const indexOf = new Map(records.map(({ id }, i) => [id, i]));
  const pick = (entries: readonly ListEntry[]) => [...new Set(entries.flatMap(({ id }) => indexOf.get(id) ?? []))];
  return {
    records,
    classes: choice.occurring ? occurring(examined) : [...choice.classes, ...kept(examined, context.classes)],
    splits: { train: pick(splits.train), val: pick(splits.val) },
    findings,
    rejected: findings
      .filter(({ severity, repair }) => severity === 'error' && (repair?.applied ?? null) === null)
      .map(({ file, object, reason }) => ({ file, object, reason })),
    notes: [...files.notes, ...noteSplit(files, own), ...noteLeaks(splits.findings), ...noteHashes(files)],
    allLists: countAll(records),
  };
}

/** The repair of every finding that has one, the likeliest of each. */
export function allRepairs(findings: readonly Finding[]): Repairs {
  return Object.fromEntries(
    findings.flatMap(({ id, repair }) => (repair === null ? [] : [[id, repair.choices[0].value]])),
  );
}

function withApplied(finding: Finding, repairs: Repairs): Finding {
  const repair = finding.repair!;
  const applied = repair.choices.find(({ value }) => value === repairs[finding.id])?.value ?? null;
  return { ...finding, repair: { ...repair, applied } };
}

function describeBase(base: CoordinateBase, files: VocFiles, repairs: Repairs): Finding {
  const site = { file: `${files.root}Annotations`, line: null, object: null, image: null };
  const finding = { ...remark(site, 'coordinates-from-zero', 'warning', base.reason) };
  const applied = base.choices.find(({ value }) => value === repairs[finding.id])?.value ?? null;
  const patches = files.images.flatMap(({ annotation, annotationFile }) =>
    annotationPatches(annotationFile, annotation, rebase(annotation, applied ?? base.choices[0].value)),
  );
  return { ...finding, repair: { choices: base.choices, applied, patches } };
}

/** The split does not change as images are repaired: it is made of all that could be read. */
function splitOwn(files: VocFiles, photographOf: (id: string) => string): { train: ListEntry[]; val: ListEntry[] } {
  const items = files.images.map(({ id, annotation }) => ({
    id,
    photograph: photographOf(id),
    classes: annotation.objects.flatMap(({ name }) => name ?? []),
  }));
  const fileOf = new Map(files.images.map(({ id, annotationFile }) => [id, annotationFile]));
  const entries = (ids: readonly string[]) => ids.map((id) => ({ id, file: fileOf.get(id)!, line: null }));
  const { train, val } = stratifiedSplit(items);
  return { train: entries(train), val: entries(val) };
}

function occurring(examined: readonly Examined[]): string[] {
  return [...new Set(examined.flatMap((image) => image.classNames))].sort();
}

/** Names that the reader keeps as classes beside a list that does not have them. */
function kept(examined: readonly Examined[], { known }: ClassNames): string[] {
  const used = examined.flatMap(({ record }) => record?.objects.map(({ className }) => className) ?? []);
  return [...new Set(used)].filter((name) => !known.has(name)).sort();
}

function noteSplit({ complaint, images }: VocFiles, own: { train: unknown[]; val: unknown[] } | null): string[] {
  if (own === null) return [];
  const sides = `${own.train.length} for train and ${own.val.length} for val`;
  return [`${complaint}: split ${images.length} images into ${sides}, stratified by class`];
}

function noteLeaks(findings: readonly Finding[]): string[] {
  const leaks = findings.filter(({ code, repair }) => code === 'image-leaks' && repair!.applied === null);
  if (leaks.length === 0) return [];
  const some = leaks.slice(0, 3).map(({ image }) => image);
  return [`photographs of val that are in train too: ${leaks.length} (${some.join(', ')}); they flatter the mAP`];
}

function noteHashes({ images }: VocFiles): string[] {
  return images.some(({ hash }) => hash === null)
    ? ['copies of images were not looked for: this page is not secure (https), so that its browser computes no hashes']
    : [];
}

function countAll(records: readonly VocRecord[]): VocSet['allLists'] {
  return { images: records.length, objects: records.reduce((sum, { objects }) => sum + objects.length, 0) };
}
