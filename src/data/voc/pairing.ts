/**
 * @file Which image belongs to which annotation: the one of the same name, or, where there is none, one whose name is
 * nearly the same or that the annotation itself names; such a match holds only once the reader agrees.
 */
import type { ArchiveFile } from '../archive/archive';
import { baseName, stem } from '../archive/paths';
import type { Finding } from '../types';
import { parseAnnotation } from './annotation';
import { findingId } from './doctor/rule';
import { groupBy } from './group';
import type { VocLayout } from './layout';
import type { ListEntry } from './lists';
import { textOf } from './text';

/** An annotation and its image, by the id that lists give them. */
export interface Pair {
  id: string;
  annotation: ArchiveFile;
  image: ArchiveFile;
  /** What was missing under the listed name, with the repair that makes the match; null for equal names. */
  match: Finding | null;
}

/** Pairs the files of all entries, each id once; what has no match at all is a finding where it is first named. */
export async function pairFiles(
  entries: readonly ListEntry[],
  layout: VocLayout,
): Promise<{ pairs: Pair[]; findings: Finding[] }> {
  const first = new Map<string, ListEntry>();
  for (const entry of entries) if (!first.has(entry.id)) first.set(entry.id, entry);
  const annotations = looseNames(layout.annotations);
  const images = looseNames(layout.images);
  const pairs: Pair[] = [];
  const findings: Finding[] = [];
  for (const entry of first.values()) {
    const { id } = entry;
    const [own, picture] = [layout.annotations.get(id), layout.images.get(id)];
    const annotation = own ?? annotations.get(loose(id));
    const image = picture ?? images.get(loose(id)) ?? (annotation && (await namedImage(annotation, layout)));
    const found = annotation === undefined || image === undefined ? null : { annotation, image };
    if (own !== undefined && picture !== undefined) {
      pairs.push({ id, annotation: own, image: picture, match: null });
      continue;
    }
    const finding = missing(entry, { annotation: own === undefined, image: picture === undefined }, found);
    if (found === null) findings.push(finding);
    else pairs.push({ id, ...found, match: finding });
  }
  return { pairs, findings };
}

function missing(
  { id, file, line }: ListEntry,
  lacks: { annotation: boolean; image: boolean },
  found: Pick<Pair, 'annotation' | 'image'> | null,
): Finding {
  const names = [
    ...(lacks.annotation ? [`annotation Annotations/${id}.xml`] : []),
    ...(lacks.image ? [`image JPEGImages/${id}.jpg`] : []),
  ];
  const who = line === null ? '' : `line ${line} names "${id}", but `;
  const code = lacks.annotation ? 'annotation-missing' : 'image-missing';
  const site = { file, line, object: null };
  const matched =
    found === null ? null : { annotation: baseName(found.annotation.path), image: baseName(found.image.path) };
  return {
    ...site,
    // Two lines of a list may lack a file each.
    id: `${findingId(code, site)} ${id}`,
    code,
    severity: 'error',
    reason: `${who}there is no ${names.join(' and no ')}`,
    image: found === null ? null : id,
    repair: matched && {
      choices: [{ value: 'match', label: `Match ${matched.annotation} and ${matched.image}` }],
      applied: null,
      patches: [{ file, object: null, before: { id, annotation: null, image: null }, after: { id, ...matched } }],
    },
  };
}

/** Files by their name without folder, case and ending, accents written either way; a name that two files share tells nothing. */
function looseNames(files: ReadonlyMap<string, ArchiveFile>): Map<string, ArchiveFile> {
  const groups = groupBy(files, ([id]) => loose(id));
  return new Map([...groups].flatMap(([key, group]) => (group.length === 1 ? [[key, group[0][1]] as const] : [])));
}

function loose(id: string): string {
  const name = baseName(id.replaceAll('\\', '/')).normalize().toLowerCase();
  return name.replace(/\.(jpe?g|png|xml)$/, '');
}

/** The image that an annotation names; an annotation that cannot be read names none, and is reported when it is read. */
async function namedImage(annotation: ArchiveFile, layout: VocLayout): Promise<ArchiveFile | undefined> {
  try {
    const { filename } = parseAnnotation(textOf(await annotation.read()));
    return filename === null ? undefined : layout.images.get(stem(filename.replaceAll('\\', '/')));
  } catch {
    return undefined;
  }
}
