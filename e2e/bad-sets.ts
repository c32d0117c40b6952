/**
 * @file Folders and archives that no set can be read from, each with the message that ends the import; and one archive
 * whose bad members are refused while the others are used.
 */
import { gzipSync, zipSync } from 'fflate';
import { paxRecord, type TarMember, writeTar } from '../src/data/archive/tar.fixture';
import { goodVoc, lists, type VocFiles } from './voc-folder';

export interface BadSet {
  kind: 'list' | 'archive';
  /** Of an archive its file name. */
  name: string;
  /** A folder's files, or an archive's bytes. */
  content: VocFiles | Uint8Array;
  /** What the message has within it. */
  message: string;
}

const text = (content: string) => new TextEncoder().encode(content);
const members: (TarMember & { body: Uint8Array })[] = Object.entries(goodVoc).map(([path, body]) => {
  return { path: `VOC/${path}`, body: typeof body === 'string' ? text(body) : body };
});
const zip = () => zipSync(Object.fromEntries(members.map(({ path, body }) => [path, body])));
const tar = writeTar(members);

/** The good zip with one field of its directory's first entry changed. @param at offset within the entry */
function zipWith(at: number, value: number, every = false): Uint8Array {
  const bytes = zip();
  const view = new DataView(bytes.buffer);
  let entry = view.getUint32(bytes.length - 6, true);
  for (let i = 0; i < (every ? members.length : 1); i++) {
    view.setUint16(entry + at, value, true);
    entry += 46 + view.getUint16(entry + 28, true) + view.getUint16(entry + 30, true);
  }
  return bytes;
}

/** The good zip, as the last of so many files. */
function zipOfPart(part: number): Uint8Array {
  const bytes = zip();
  bytes[bytes.length - 18] = part - 1;
  return bytes;
}

/** A zip that says of its images that each is 200 MB. */
function zipBomb(): Uint8Array {
  return zipWith(26, 0x0c00, true);
}

const { 'ImageSets/Main/train.txt': _, ...withoutTrain } = goodVoc;
const only = (folder: string) =>
  Object.fromEntries(Object.entries(goodVoc).filter(([path]) => path.startsWith(folder)));

export const badSets: readonly BadSet[] = [
  {
    kind: 'list',
    name: 'no train list',
    content: withoutTrain,
    message: 'no list "train": VOC/ImageSets/Main has val',
  },
  {
    kind: 'list',
    name: 'a train list of ghosts',
    content: { ...goodVoc, ...lists(['ghost', 'phantom'], ['d']) },
    message: 'no image of the train list can be used; it names 2',
  },
  {
    kind: 'list',
    name: 'a val list of nothing',
    content: { ...goodVoc, ...lists(['a'], []) },
    message: 'no image of the val list can be used; it names 0',
  },
  {
    kind: 'list',
    name: 'a list that is one long line',
    content: { ...goodVoc, 'ImageSets/Main/train.txt': 'a'.repeat(2000) },
    message: 'VOC/ImageSets/Main/train.txt: line 1 has 2000 characters; expected at most 1000',
  },
  {
    kind: 'list',
    name: 'class names that are one long line',
    content: { ...goodVoc, 'classes.txt': 'dog'.repeat(1000) },
    message: 'VOC/classes.txt: line 1 has 3000 characters; expected at most 1000',
  },
  { kind: 'list', name: 'no annotations', content: only('JPEGImages'), message: 'no VOC data: expected a folder with' },
  { kind: 'list', name: 'no images', content: only('Annotations'), message: 'but there is no image in VOC/JPEGImages' },
  {
    kind: 'list',
    name: 'images of another kind',
    content: Object.fromEntries(Object.entries(goodVoc).map(([path, file]) => [path.replace('.png', '.bmp'), file])),
    message: 'there is no image in VOC/JPEGImages; expected *.jpg, *.jpeg or *.png, found 4 files: a.bmp, b.bmp',
  },
  { kind: 'list', name: 'another folder', content: { 'beach.txt': 'sand' }, message: 'found 1 files: beach.txt' },
  archive('text.zip', text('not a zip at all'), 'its first bytes are not those of a zip, a tar or a tar.gz'),
  archive('rar.zip', text('Rar!\u001a\u0007\u0000 and more'), 'its first bytes are not those of a zip'),
  archive('empty.tar', new Uint8Array(), 'its first bytes are not those of a zip, a tar or a tar.gz (0 bytes in all)'),
  archive('cut.zip', zip().slice(0, -30), 'zip has no directory at its end; it is broken or cut short'),
  archive('directory.zip', zipWith(28, 60_000), 'directory.zip: zip directory is broken at entry'),
  archive('encrypted.zip', zipWith(8, 1, true), 'no VOC data: expected a folder with'),
  archive('method.zip', zipWith(10, 99, true), 'no VOC data: expected a folder with'),
  archive('part.zip', zipOfPart(3), 'zip is part 3 of several; expected it in one file'),
  archive('bomb.zip', zipBomb(), 'unpacks to'),
  archive('damaged.tar', tar.with(0, tar[0] ^ 1), 'tar header at byte 0 has checksum'),
  archive('cut.tar', tar.slice(0, 700), 'tar is cut short'),
  archive(
    'endless.tar',
    writeTar([{ path: 'h', type: 'x', body: paxRecord('size', '-1024') }, { path: 'a.jpg' }]),
    '-1024 bytes',
  ),
  archive(
    'pax.tar',
    writeTar([{ path: 'h', type: 'x', body: 'nonsense' }, ...members]),
    'tar has a pax record "nonsense"',
  ),
  archive('links.tar', writeTar([{ path: 'VOC', type: '2' }]), 'no VOC data: expected a folder with'),
  archive('other.tar', writeTar([{ path: 'holiday/beach.txt', body: 'sand' }]), 'found 1 files: beach.txt'),
  archive('cut.tar.gz', gzipSync(tar).slice(0, 200), 'compressed data is broken or cut short after'),
  archive('text.tar.gz', gzipSync(text('text '.repeat(200))), 'tar header at byte 0'),
  archive(
    'bomb.tar.gz',
    gzipSync(writeTar([{ path: 'a.jpg', body: new Uint8Array(2 ** 25) }])),
    'unpacks to more than',
  ),
];

function archive(name: string, bytes: Uint8Array, message: string): BadSet {
  return { kind: 'archive', name, content: bytes, message };
}

/** A good set whose archive also tries to get out. */
export const escaping = {
  name: 'escaping.tar',
  bytes: writeTar([
    { path: '../../up.xml', body: 'up' },
    { path: '/etc/cron.d/own.txt', body: 'own' },
    { path: 'C:\\Windows\\own.txt', body: 'own' },
    { path: 'VOC/JPEGImages/link.jpg', type: '2' },
    { path: 'VOC/JPEGImages/hard.jpg', type: '1' },
    { path: 'VOC/device', type: '3' },
    { path: 'VOC/JPEGImages/hole.jpg', type: 'S' },
    { path: 'pax', type: 'x', body: paxRecord('GNU.sparse.major', '1') },
    { path: 'VOC/JPEGImages/pieces.jpg', body: 'pieces' },
    ...members,
  ]),
  refusals: [
    { file: '../../up.xml', object: null, reason: 'its path leads out of the archive; it is not followed' },
    { file: '/etc/cron.d/own.txt', object: null, reason: 'its path leads out of the archive; it is not followed' },
    { file: 'C:\\Windows\\own.txt', object: null, reason: 'its path leads out of the archive; it is not followed' },
    { file: 'VOC/JPEGImages/link.jpg', object: null, reason: 'a symbolic link; links are not followed' },
    { file: 'VOC/JPEGImages/hard.jpg', object: null, reason: 'a hard link; links are not followed' },
    { file: 'VOC/device', object: null, reason: 'a device; links are not followed' },
    { file: 'VOC/JPEGImages/hole.jpg', object: null, reason: 'a sparse file, of which the archive holds pieces' },
    { file: 'VOC/JPEGImages/pieces.jpg', object: null, reason: 'a sparse file, of which the archive holds pieces' },
  ],
};
