/** @file Small VOC sets for the tests of the doctor: one image, x, to train on, with one thing wrong. */
import type { Finding, Repairs, VocSet } from '../../types';
import { type OpenedVoc, openVoc } from '../import-voc';
import { annotation, file, list, pair, picture } from '../voc.fixture';
import { examine } from './examine';

type Files = ReturnType<typeof file>[];

export const lists = { train: 'train', val: 'val' };
export const dog = 'dog 10 20 30 40';
export const xml = 'VOC/Annotations/x.xml';
/** An image in order to validate on. */
export const val = [...pair('v', dog), list('val', 'v')];

export const open = (...files: Files) => openVoc(files, lists);
/** The set with x to train on, which is made of these files. */
export const openX = (...files: Files) => open(...val, ...files, list('train', 'x'));
export const withXml = (text: string) => openX(file(xml, text), picture('x'));
/** Objects that have their flags. */
export const flagged = (text: string) =>
  text.replaceAll('</object>', '<difficult>0</difficult><truncated>0</truncated></object>');
export const withObjects = (...objects: string[]) => withXml(flagged(annotation(objects)));

/** Codes of the findings, without that of v. */
export const codes = (findings: readonly Finding[]) =>
  findings.map(({ code }) => code).filter((code) => code !== 'flag-missing');

/** The one finding of a kind. */
export function found({ set }: { set: VocSet }, code: string): Finding {
  const all = set.findings.filter((finding) => finding.code === code);
  if (all.length === 1) return all[0];
  throw new Error(`${all.length} findings are ${code}; expected one of ${codes(set.findings)}`);
}

export const boxes = (set: VocSet, id = 'x') =>
  set.records.find((record) => record.id === id)?.objects.map(({ box }) => box);

/** The set after one repair: this choice, or the likeliest. */
export const repaired = ({ files }: OpenedVoc, { id, repair }: Finding, choice = repair!.choices[0].value) =>
  examine(files, { [id]: choice } satisfies Repairs);
