import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { gzipSync, zipSync } from 'fflate';
import { describe, expect, test } from 'vitest';
import { Random } from '../../ssd';
import { type Archive, type OpenOptions, openArchive } from './archive';
import type { BlobRange } from './byte-source';
import { plainMember, sizeOf } from './member';
import { paxRecord, type TarMember, writeTar } from './tar.fixture';

const all: OpenOptions = { wanted: () => true };
const bytes = (text: string) => new TextEncoder().encode(text);
const open = (data: Uint8Array | string, path = 'data', options = all) =>
  openArchive([{ path, file: new Blob([typeof data === 'string' ? data : new Uint8Array(data)]) }], options);
const tar = (...members: TarMember[]) => open(writeTar(members));

async function contents({ files }: Archive): Promise<Record<string, string>> {
  const entries = files.map(async ({ path, open }) => [path, await (await plainMember(await open())).text()]);
  return Object.fromEntries(await Promise.all(entries));
}

const tree = { 'VOC/Annotations/1.xml': '<a/>', 'VOC/JPEGImages/1.jpg': 'picture '.repeat(500), 'VOC/empty.txt': '' };
const members = Object.entries(tree).map(([path, body]) => ({ path, body }));
const zippable = Object.fromEntries(members.map(({ path, body }) => [path, bytes(body)]));

describe('a source of files', () => {
  test('a folder, a zip, a tar and a tar.gz of the same files read alike', async () => {
    const folder = members.map(({ path, body }) => ({ path: `/${path}`, file: new Blob([body]) }));
    expect(await contents(await openArchive(folder, all))).toEqual(tree);
    expect(await contents(await open(zipSync(zippable)))).toEqual(tree);
    expect(await contents(await open(zipSync(zippable, { level: 0 })))).toEqual(tree);
    expect(await contents(await open(writeTar(members)))).toEqual(tree);
    expect(await contents(await open(gzipSync(writeTar(members))))).toEqual(tree);
  });

  test('only wanted files are kept, and the additions of macOS never', async () => {
    const wanted = (path: string) => path.endsWith('.xml');
    const written = writeTar([...members, { path: 'VOC/Annotations/._1.xml' }, { path: '__MACOSX/2.xml' }]);
    for (const data of [written, gzipSync(written)]) {
      const archive = await open(data, 'data', { wanted });
      expect(archive.files.map(({ path }) => path)).toEqual(['VOC/Annotations/1.xml']);
    }
  });

  test('paths that are absolute or climb, and links, are refused and not followed', async () => {
    const archive = await tar(
      { path: '../up.xml' },
      { path: '/etc/passwd' },
      { path: 'a/../../b' },
      { path: 'C:\\x' },
      { path: 'link', type: '2' },
      { path: './a//b.xml' },
    );
    expect(archive.files.map(({ path }) => path)).toEqual(['a/b.xml']);
    expect(archive.refused.map(({ file }) => file)).toEqual(['../up.xml', '/etc/passwd', 'a/../../b', 'C:\\x', 'link']);
    expect(archive.refused[4].reason).toBe('a symbolic link; links are not followed');
    const link = zipSync({ '../up': bytes('x'), link: [bytes('/etc'), { os: 3, attrs: 0o120777 << 16 }] });
    expect((await open(link)).refused.map(({ file }) => file)).toEqual(['../up', 'link']);
    expect((await open(link)).files).toEqual([]);
  });

  test('an aborted signal ends the listing', async () => {
    const signal = AbortSignal.abort(new Error('stopped by the user'));
    for (const data of [writeTar(members), gzipSync(writeTar(members)), zipSync(zippable)]) {
      await expect(openArchive([{ path: 'x', file: new Blob([data]) }], { ...all, signal })).rejects.toThrow(
        'stopped by the user',
      );
    }
  });

  test('a file that only claims to be an archive is an error', async () => {
    await expect(open('hello', 'data.zip')).rejects.toThrow(/^data\.zip: its first bytes are not those of a zip/);
  });
});

describe('a tar', () => {
  const long = `${'folder/'.repeat(30)}image.jpg`;

  test('long names come from the ustar prefix, from GNU and from pax headers', async () => {
    const records = `${paxRecord('comment', 'a\nb=c')}${paxRecord('path', 'pax/ä.xml')}`;
    const archive = await tar(
      { path: 'a.xml', prefix: 'deep/prefix', body: '1' },
      { path: '././@LongLink', type: 'L', body: `${long}\0` },
      { path: long.slice(0, 100), body: '2' },
      { path: 'PaxHeaders/a', type: 'x', body: records },
      { path: 'short', body: '3' },
      { path: 'plain', body: '4' },
    );
    expect(await contents(archive)).toEqual({ 'deep/prefix/a.xml': '1', [long]: '2', 'pax/ä.xml': '3', plain: '4' });
  });

  test('a global pax header stays in force and leaves names alone', async () => {
    const comment = { path: 'pax_global_header', type: 'g', body: paxRecord('comment', '0123abc') };
    expect(await contents(await tar(comment, ...members))).toEqual(tree);
  });

  test('a pax size wins over the header, whose field is too small for large files', async () => {
    const header = { path: 'h', type: 'x', body: paxRecord('size', '5') };
    expect(await contents(await tar(header, { path: 'a', body: 'hello', size: 0 }))).toEqual({ a: 'hello' });
  });

  test('one cut short is an error that names the file or the place', async () => {
    const written = writeTar(members);
    await expect(open(written.slice(0, 2000), 'voc.tar')).rejects.toThrow(
      'voc.tar: tar is cut short: VOC/JPEGImages/1.jpg has 464 of 4000 bytes',
    );
    await expect(open(written.slice(0, 1024), 'voc.tar')).rejects.toThrow(
      'voc.tar: tar ends at byte 1024 without an end mark; it is cut short',
    );
    await expect(open(gzipSync(written).slice(0, 120), 'voc.tgz')).rejects.toThrow(
      /^voc\.tgz: compressed data is broken/,
    );
  });

  test('a damaged header is an error that names its place', async () => {
    const written = writeTar(members);
    written[1024 + 3] ^= 1;
    await expect(open(written)).rejects.toThrow(/^data: tar header at byte 1024 has checksum/);
  });
});

describe('a zip', () => {
  test('one cut short or damaged is an error', async () => {
    const written = zipSync(zippable);
    await expect(open(written.slice(0, -30), 'voc.zip')).rejects.toThrow(
      'voc.zip: zip has no directory at its end; it is broken or cut short',
    );
    const [, image] = (await open(written.fill(0, 4, 100))).files;
    await expect(image.open()).rejects.toThrow(/^zip has no member at byte \d+, where its directory says VOC/);
  });

  test('a comment after the directory does not hide it', async () => {
    const written = zipSync(zippable);
    const commented = new Uint8Array([...written, ...bytes('PK\u0005\u0006 made by hand')]);
    commented[written.length - 2] = commented.length - written.length;
    expect(await contents(await open(commented))).toEqual(tree);
  });

  test('a member that is compressed stays compressed until it is read', async () => {
    const [, image] = (await open(zipSync(zippable))).files;
    const member = await image.open();
    expect(sizeOf(member)).toBeLessThan(100);
    expect((await plainMember(structuredClone(member))).size).toBe(4000);
  });

  // What is large is inflated by another way, so that it can be stopped.
  describe.each([
    ['small', 4000],
    ['large', 3 * 2 ** 20],
  ])('a %s compressed member', (_, size) => {
    const random = new Random('noise', size);
    // Of two values in turn noise still packs to a third.
    const plain = Uint8Array.from({ length: size }, (_, i) => (i % 2 === 0 ? random.integer(256) : 0));
    const written = () => open(zipSync({ 'a.jpg': [plain, { level: 1 }] }));

    test('has the same bytes read alone and among its neighbours', async () => {
      const [file] = (await written()).files;
      expect(Buffer.compare(await file.read(), plain)).toBe(0);
      const alone = await plainMember(structuredClone(await file.open()));
      expect(Buffer.compare(new Uint8Array(await alone.arrayBuffer()), plain)).toBe(0);
    });

    test('that is broken is an error when it is read', async () => {
      const [file] = (await written()).files;
      const member = (await file.open()) as BlobRange;
      await expect(plainMember({ ...member, end: member.end - 10 })).rejects.toThrow(
        /^compressed data is broken or cut short/,
      );
    });

    test('of another size than its directory says is an error too', async () => {
      const [file] = (await written()).files;
      const member = (await file.open()) as BlobRange;
      for (const [unpacksTo, found] of [
        [size - 1, `more than ${size - 1}`],
        [size + 1, size],
      ] as const) {
        const message = `unpacks to ${found} bytes; the directory of its zip says ${unpacksTo}`;
        await expect(plainMember({ ...member, unpacksTo })).rejects.toThrow(message);
      }
    });
  });

  test('encrypted members are refused by name', async () => {
    const written = zipSync({ a: bytes('x') }, { level: 0 });
    const view = new DataView(written.buffer);
    const directory = view.getUint32(written.length - 6, true);
    view.setUint16(directory + 8, 1, true);
    expect((await open(written)).refused).toEqual([
      { file: 'a', object: null, reason: 'encrypted; expected a zip without a password' },
    ]);
  });
});

describe('archives by other programs', () => {
  const folder = mkdtempSync(join(tmpdir(), 'archive-'));
  const deep = `${'long-folder-name/'.repeat(9)}file.xml`;
  const files: Record<string, string> = { ...tree, [deep]: 'deep', 'ä/ö.txt': 'ü' };
  const run = (program: string, ...args: string[]) => {
    try {
      return execFileSync(program, args, { cwd: join(folder, 'in'), stdio: 'pipe' });
    } catch {
      return null;
    }
  };
  for (const [path, body] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, 'in', path)), { recursive: true });
    writeFileSync(join(folder, 'in', path), body);
  }
  symlinkSync('/etc/passwd', join(folder, 'in', 'link'));

  test.for(['ustar', 'gnu', 'pax'])('a %s tar by the system reads like the folder', async (format, { skip }) => {
    const path = join(folder, `${format}.tar`);
    if (run('tar', `--format=${format}`, '-cf', path, '.') === null) skip('no tar here');
    const archive = await open(readFileSync(path));
    expect(await contents(archive)).toEqual(files);
    expect(archive.refused.map(({ file }) => file)).toEqual(['./link']);
  });

  test.for([[], ['-fz']])('a zip by the system reads like the folder %s', async (flags, { skip }) => {
    const path = join(folder, `${flags.join('')}.zip`);
    if (run('zip', '-rqy', ...flags, path, '.') === null) skip('no zip here');
    const archive = await open(readFileSync(path));
    expect(await contents(archive)).toEqual(files);
    expect(archive.refused.map(({ file }) => file)).toEqual(['link']);
    rmSync(path);
  });
});
