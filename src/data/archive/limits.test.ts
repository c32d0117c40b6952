import { gzipSync } from 'node:zlib';
import { zipSync } from 'fflate';
import { describe, expect, test } from 'vitest';
import { openArchive } from './archive';
import { limits } from './limits';
import { plainMember } from './member';
import { paxRecord, type TarMember, writeTar } from './tar.fixture';

const open = (data: Uint8Array<ArrayBuffer>) =>
  openArchive([{ path: 'data', file: new Blob([data]) }], { wanted: () => true });
const tar = (...members: TarMember[]) => open(writeTar(members));
const zeros = (bytes: number) => new Uint8Array(bytes);

/** Gives the only entry of a zip's directory another size, as a zip does that lies. */
function lying(zip: Uint8Array<ArrayBuffer>, field: 'packed' | 'bytes', value: number): Uint8Array<ArrayBuffer> {
  const view = new DataView(zip.buffer);
  const directory = view.getUint32(zip.length - 6, true);
  view.setUint32(directory + (field === 'packed' ? 20 : 24), value, true);
  return zip;
}

describe('a bomb', () => {
  test('is refused as a zip by what it would unpack to, before anything is', async () => {
    const zip = zipSync({ 'a.jpg': zeros(2 ** 20) });
    await expect(open(lying(zip, 'bytes', 2 ** 25))).rejects.toThrow(
      /^data: unpacks to 32 MiB; expected at most 16 MiB for its size$/,
    );
  });

  test('is refused as a tar.gz as soon as it has unpacked too much', async () => {
    const packed = new Uint8Array(gzipSync(writeTar([{ path: 'a.jpg', body: zeros(2 ** 25) }])));
    await expect(open(packed)).rejects.toThrow('data: unpacks to more than 16 MiB');
  });

  test('that hides its size in the directory is inflated to that size and no further', async () => {
    const zip = zipSync({ 'a.jpg': zeros(2 ** 20) });
    const [file] = (await open(lying(zip, 'bytes', 1000))).files;
    await expect(plainMember(await file.open())).rejects.toThrow(
      'unpacks to more than 1000 bytes; the directory of its zip says 1000',
    );
    const [cut] = (await open(lying(zip, 'bytes', 2 ** 21))).files;
    await expect(plainMember(await cut.open())).rejects.toThrow('unpacks to 1048576 bytes');
  });

  test('of many zips in one, whose members share their bytes, counts each of them', async () => {
    const one = zipSync({ 'a.jpg': zeros(2 ** 20) });
    const view = new DataView(one.buffer);
    const [size, start] = [view.getUint32(one.length - 10, true), view.getUint32(one.length - 6, true)];
    const entry = one.subarray(start, start + size);
    const end = one.slice(-22);
    const fields = new DataView(end.buffer);
    fields.setUint16(8, 100, true);
    fields.setUint16(10, 100, true);
    fields.setUint32(12, 100 * size, true);
    const blob = new Blob([one.slice(0, start), ...Array.from({ length: 100 }, () => entry), end]);
    const opened = openArchive([{ path: 'data', file: blob }], { wanted: () => true });
    await expect(opened).rejects.toThrow('data: unpacks to 100 MiB; expected at most 16 MiB');
  });
});

describe('a member that is too much is refused and the others are kept', () => {
  const small = { path: 'a.jpg', body: 'small' };
  const long = `${'x'.repeat(limits.path)}.jpg`;

  test('by its size, in a folder as in an archive', async () => {
    const text = zeros(limits.textBytes + 1);
    const folder = ['big.xml', 'a.jpg'].map((path) => ({ path, file: new Blob(path === 'big.xml' ? [text] : ['x']) }));
    for (const archive of [
      await openArchive(folder, { wanted: () => true }),
      await tar({ path: 'big.xml', body: text }, small),
      await open(zipSync({ 'big.xml': [text, { level: 0 }], 'a.jpg': zeros(1) })),
    ]) {
      expect(archive.files.map(({ path }) => path)).toEqual(['a.jpg']);
      const reason = 'has 4 MiB; expected at most 4 MiB of a text';
      expect(archive.refused).toEqual([{ file: 'big.xml', object: null, reason }]);
    }
  });

  test('by its name', async () => {
    const archive = await tar({ path: 'h', type: 'x', body: paxRecord('path', long) }, { path: 'short' }, small);
    expect(archive.files.map(({ path }) => path)).toEqual(['a.jpg']);
    const reason = `its path has ${limits.path + 4} characters; expected at most ${limits.path}`;
    expect(archive.refused).toEqual([{ file: `${'x'.repeat(200)}...`, object: null, reason }]);
  });
});

describe('what would never end', () => {
  test('a size below zero, which would send the walk back', async () => {
    const header = { path: 'h', type: 'x', body: paxRecord('size', '-1024') };
    await expect(tar(header, { path: 'a.jpg' })).rejects.toThrow(
      'data: tar header at byte 1024 gives its member -1024 bytes; expected a size',
    );
  });

  test('a size that is no number', async () => {
    const header = { path: 'h', type: 'x', body: paxRecord('size', 'many') };
    await expect(tar(header, { path: 'a.jpg' })).rejects.toThrow('gives its member NaN bytes');
  });

  test('links without end', async () => {
    const links = Array.from({ length: limits.refused + 1 }, () => ({ path: 'link', type: '2' }));
    await expect(tar(...links)).rejects.toThrow('data: has more than 10000 links');
  });
});

test('a zip directory that says more than it holds is an error that names its entry', async () => {
  const zip = zipSync({ 'a.jpg': zeros(10) });
  const view = new DataView(zip.buffer);
  const directory = view.getUint32(zip.length - 6, true);
  view.setUint16(directory + 28, 60_000, true);
  await expect(open(zip)).rejects.toThrow('data: zip directory is broken at entry 1 of 1');
  view.setUint16(directory + 28, 5, true);
  await expect(open(lying(zip, 'packed', 0xffffffff))).resolves.toMatchObject({ refused: [] });
  view.setUint16(zip.length - 12, 500, true);
  await expect(open(zip)).rejects.toThrow('data: zip directory is broken at entry 2 of 500');
});
