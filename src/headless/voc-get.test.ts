/** @file Downloads from a server of the test's own that does what bad networks do. */
import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { CommandError } from './command-error';
import { download } from './download';
import { run } from './voc-get';

const content = Uint8Array.from({ length: 300_000 }, (_, i) => (i * i) >> 4);
const md5 = createHash('md5').update(content).digest('hex');
type Answer = (request: IncomingMessage, response: ServerResponse) => void;

/** How the server answers, by the first folder of the address; what it was asked for. */
const answers: Record<string, Answer> = {
  good(request, response) {
    const from = Number(/^bytes=(\d+)-$/.exec(request.headers.range ?? '')?.[1] ?? 0);
    if (from >= content.length) return void response.writeHead(416).end();
    const headers = { 'Content-Length': content.length - from };
    const range = { 'Content-Range': `bytes ${from}-${content.length - 1}/${content.length}` };
    response.writeHead(from === 0 ? 200 : 206, from === 0 ? headers : { ...headers, ...range });
    response.end(content.subarray(from));
  },
  /** Hangs up after every 100,000 bytes. */
  broken(request, response) {
    const from = Number(/^bytes=(\d+)-$/.exec(request.headers.range ?? '')?.[1] ?? 0);
    const headers = { 'Content-Length': content.length - from, 'Content-Range': `bytes ${from}-/*` };
    response.writeHead(from === 0 ? 200 : 206, headers);
    response.write(content.subarray(from, from + 100_000));
    if (from + 100_000 >= content.length) response.end();
    else setTimeout(() => response.destroy(), 100);
  },
  whole(_, response) {
    response.writeHead(200, { 'Content-Length': content.length }).end(content);
  },
  chunked(_, response) {
    response.writeHead(200).end(content);
  },
  wrong(_, response) {
    response.writeHead(200).end(content.subarray(1));
  },
  missing(_, response) {
    response.writeHead(404).end();
  },
};
const asked: string[] = [];
const server = createServer((request, response) => {
  asked.push(`${request.url}${request.headers.range ? ` ${request.headers.range}` : ''}`);
  answers[request.url!.split('/')[1]](request, response);
});
let folder: string;
let base: string;
beforeAll(async () => {
  await new Promise<void>((listening) => server.listen(0, 'localhost', listening));
  base = `http://localhost:${(server.address() as AddressInfo).port}`;
});
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'ssd-lab-voc-get-'));
  asked.length = 0;
  vi.spyOn(console, 'error').mockImplementation(() => {});
  return () => rmSync(folder, { recursive: true });
});
afterAll(() => {
  server.close();
  server.closeAllConnections();
});

const get = (...ways: string[]) =>
  download({ name: 'a.tar', md5, addresses: ways.map((way) => `${base}/${way}/a.tar`) }, folder);
const part = () => join(folder, 'a.tar.part');

describe('a download', () => {
  test.each(['good', 'whole', 'chunked'])('from a %s server is the file, and leaves no part', async (way) => {
    const path = await get(way);
    expect(readFileSync(path).equals(content)).toBe(true);
    expect(() => readFileSync(part())).toThrow('ENOENT');
  });

  test('that breaks off goes on where it was, within one command', async () => {
    expect(readFileSync(await get('broken')).equals(content)).toBe(true);
    expect(asked[0]).toBe('/broken/a.tar');
    const starts = asked.slice(1).map((line) => Number(/bytes=(\d+)-/.exec(line)?.[1]));
    expect(starts.every((start, i) => start > (starts[i - 1] ?? 0))).toBe(true);
    expect(starts.length).toBeGreaterThan(0);
  });

  test('that an earlier command began goes on too, and begins anew where the server has no ranges', async () => {
    for (const way of ['good', 'whole']) {
      writeFileSync(part(), content.subarray(0, 1000));
      const path = await get(way);
      expect(readFileSync(path).equals(content)).toBe(true);
      expect(asked.at(-1)).toBe(`/${way}/a.tar bytes=1000-`);
      rmSync(path);
    }
  });

  test('that was complete but for its name is only checked', async () => {
    writeFileSync(part(), content);
    expect(readFileSync(await get('good')).equals(content)).toBe(true);
  });

  test('of other bytes is thrown away, and the next address is asked', async () => {
    expect(readFileSync(await get('wrong', 'missing', 'good')).equals(content)).toBe(true);
    expect(asked.at(-1)).toBe('/good/a.tar');
  });

  test('that no address has says of each why, and leaves no file', async () => {
    const error = await get('wrong', 'missing').catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(CommandError);
    expect((error as CommandError).exitCode).toBe(1);
    expect((error as CommandError).message).toContain(`/wrong/a.tar: its MD5 is `);
    expect((error as CommandError).message).toContain('/missing/a.tar: answered 404');
    expect(() => readFileSync(join(folder, 'a.tar'))).toThrow('ENOENT');
  });

  test('is not made of a file that is there; another file of that name is never overwritten', async () => {
    writeFileSync(join(folder, 'a.tar'), content);
    await get('missing');
    expect(asked).toEqual([]);
    writeFileSync(join(folder, 'a.tar'), 'mine');
    await expect(get('good')).rejects.toThrow(/a\.tar has MD5 \w{32}; expected \w{32}\. Move it away/);
    expect(readFileSync(join(folder, 'a.tar'), 'utf8')).toBe('mine');
  });
});

describe('npm run voc:get', () => {
  test.each([
    [['--year', '2007'], 'Usage: npm run voc:get'],
    [['--year', '2010', '--out', '.'], '--year is "2010"; expected 2007, 2012'],
    [
      ['--year', '2007', '--out', '.', '--mirror', 'ftp://x'],
      '--mirror is "ftp://x"; expected the address of a folder',
    ],
  ])('%j is a mistake', async (args, message) => {
    await expect(run(args, folder)).rejects.toThrow(message);
    expect(asked).toEqual([]);
  });

  test('asks the mirrors first, by the official names, and says what came instead', async () => {
    vi.stubGlobal('fetch', async (address: string) => {
      asked.push(address);
      return new Response('not a tar');
    });
    const running = run(['--year', '2012', '--out', 'voc', '--mirror', `${base}/files/`], folder);
    await expect(running).rejects.toThrow(/files\/VOCtrainval_11-May-2012\.tar: its MD5 is \w+; expected 6cd6e144/);
    vi.unstubAllGlobals();
    const name = 'VOCtrainval_11-May-2012.tar';
    const official = `http://host.robots.ox.ac.uk/pascal/VOC/voc2012/${name}`;
    expect([...new Set(asked)]).toEqual([`${base}/files/${name}`, official]);
  });
});
