/**
 * @file Whatever an archive holds, opening it and reading its members ends: in bytes, in a refusal or in an Error that
 * names the archive.
 */
import { gzipSync } from 'node:zlib';
import * as fc from 'fast-check';
import { zipSync } from 'fflate';
import { describe, expect, test } from 'vitest';
import { type ArchiveFile, openArchive } from './archive';
import { mostUnpacked } from './limits';
import { plainMember } from './member';
import { paxRecord, writeTar } from './tar.fixture';

// The same cases in every check: what one finds, the next can look at.
fc.configureGlobal({ seed: 1 });

/** What became of an archive: paths with their contents, or null for a refusal as a whole. */
async function readOrRefused(bytes: Uint8Array<ArrayBuffer>): Promise<Record<string, string | null> | null> {
  const files: Record<string, string | null> = {};
  try {
    const archive = await openArchive([{ path: 'data.tar', file: new Blob([bytes]) }], { wanted: () => true });
    for (const { path, open } of archive.files) files[path] = await contentOrRefused(open);
  } catch (error) {
    expect(error).toBeInstanceOf(Error);
    expect((error as Error).message).toMatch(/^data\.tar: [a-z]/);
    return null;
  }
  const unpacked = Object.values(files).reduce((sum, text) => sum + (text?.length ?? 0), 0);
  expect(unpacked).toBeLessThanOrEqual(mostUnpacked(bytes.length));
  for (const path of Object.keys(files)) expect(path).not.toMatch(/^\/|^[a-z]:|(^|\/)\.\.(\/|$)/i);
  return files;
}

async function contentOrRefused(open: ArchiveFile['open']): Promise<string | null> {
  try {
    return await (await plainMember(await open())).text();
  } catch (error) {
    // Only what the readers themselves say: a TypeError or RangeError is a fault of theirs.
    expect((error as Error).constructor).toBe(Error);
    return null;
  }
}

const members = [
  { path: 'VOC/Annotations/1.xml', body: '<annotation/>' },
  { path: 'h', type: 'x', body: `${paxRecord('path', 'VOC/JPEGImages/1.jpg')}${paxRecord('comment', 'none')}` },
  { path: 'short', body: 'picture '.repeat(100) },
  { path: '././@LongLink', type: 'L', body: `${'folder/'.repeat(20)}2.jpg\0` },
  { path: 'short', body: 'x'.repeat(600) },
  { path: '../out.jpg', body: 'out' },
  { path: 'link', type: '2' },
];
const plain = members.filter(({ type }) => type === undefined);
const zippable = Object.fromEntries(plain.map(({ path, body }) => [path, new TextEncoder().encode(body)]));
const tar = writeTar(members);
const archives: Record<string, Uint8Array<ArrayBuffer>> = {
  tar,
  'tar.gz': new Uint8Array(gzipSync(tar)),
  'deflated zip': zipSync(zippable),
  'stored zip': zipSync(zippable, { level: 0 }),
};

/** Corrects all checksums of a tar, so that a change is not refused for them alone. */
function withChecksums(bytes: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> {
  for (let at = 0; at + 512 <= bytes.length; at += 512) {
    const header = bytes.subarray(at, at + 512);
    if (String.fromCharCode(...header.subarray(257, 262)) !== 'ustar') continue;
    header.fill(32, 148, 156);
    const sum = header.reduce((total, byte) => total + byte, 0);
    header.set(new TextEncoder().encode(`${sum.toString(8).padStart(6, '0')}\0 `), 148);
  }
  return bytes;
}

test('random bytes are refused, whatever they begin with', async () => {
  const starts = fc.constantFrom([0x50, 0x4b, 3, 4], [0x50, 0x4b, 5, 6], [0x1f, 0x8b, 8, 0], []);
  const tail = fc.constantFrom([], [...archives['stored zip'].subarray(-22)]);
  await fc.assert(
    fc.asyncProperty(starts, fc.uint8Array({ maxLength: 1500 }), tail, async (start, bytes, end) => {
      expect(await readOrRefused(Uint8Array.from([...start, ...bytes, ...end]))).toBeNull();
    }),
    { numRuns: 200 },
  );
});

describe.each(Object.keys(archives))('a %s', (kind) => {
  const whole = archives[kind];
  // Digits, signs and full bytes are what sizes and counts are made of.
  const value = fc.oneof(fc.nat(255), fc.constantFrom(0, 0x2d, 0x30, 0x37, 0x39, 0x7f, 0x80, 0xff));
  const edit = fc.record({ at: fc.nat(whole.length - 1), value, length: fc.integer({ min: 1, max: 12 }) });

  test('that was changed or cut anywhere is read or refused', { timeout: 60_000 }, async () => {
    const seen = { read: 0, refused: 0 };
    await fc.assert(
      fc.asyncProperty(
        fc.array(edit, { maxLength: 4 }),
        fc.oneof({ weight: 4, arbitrary: fc.constant(0) }, { weight: 1, arbitrary: fc.nat(whole.length) }),
        fc.boolean(),
        async (edits, cut, mended) => {
          const bytes = whole.slice(0, whole.length - cut);
          for (const { at, value, length } of edits) bytes.fill(value, at, at + length);
          const files = await readOrRefused(kind === 'tar' && mended ? withChecksums(bytes) : bytes);
          seen[files === null ? 'refused' : 'read']++;
        },
      ),
      { numRuns: 250 },
    );
    expect(Math.min(seen.read, seen.refused)).toBeGreaterThan(10);
  });
});

test('a tar of any files gives them back', async () => {
  const name = fc.stringMatching(/^[a-z0-9_-]{1,12}(\/[a-z0-9_-]{1,12}){0,3}\.jpg$/);
  const files = fc.dictionary(name, fc.string({ unit: 'grapheme', maxLength: 1200 }), { minKeys: 1, maxKeys: 6 });
  await fc.assert(
    fc.asyncProperty(files, async (files) => {
      const bytes = writeTar(Object.entries(files).map(([path, body]) => ({ path, body })));
      expect(await readOrRefused(bytes)).toEqual(files);
    }),
    { numRuns: 60 },
  );
});
