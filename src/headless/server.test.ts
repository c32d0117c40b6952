import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type RunningServer, serveFolder } from './server';

const parent = mkdtempSync(join(tmpdir(), 'ssd-lab-server-'));
const folder = join(parent, 'dist');
let server: RunningServer;

beforeAll(async () => {
  mkdirSync(join(folder, 'assets'), { recursive: true });
  mkdirSync(join(folder, 'empty'));
  writeFileSync(join(parent, 'secret.txt'), 'secret');
  writeFileSync(join(folder, 'index.html'), '<p>lab</p>');
  writeFileSync(join(folder, 'assets/engine-1a2b.wasm'), new Uint8Array([0, 97, 115, 109]));
  writeFileSync(join(folder, 'a b.js'), 'export {};');
  server = await serveFolder(folder, 0);
});

afterAll(() => {
  server.close();
  rmSync(parent, { recursive: true });
});

test('the address itself answers with the index, isolated and never stale', async () => {
  const response = await fetch(server.address);
  expect(await response.text()).toBe('<p>lab</p>');
  expect(Object.fromEntries(response.headers)).toMatchObject({
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-embedder-policy': 'require-corp',
    'content-type': 'text/html; charset=utf-8',
    'cache-control': 'no-cache',
  });
});

test('every answer forbids what is foreign, a refusal too', async () => {
  for (const path of ['', 'assets/engine-1a2b.wasm', 'missing.js']) {
    const policy = (await fetch(server.address + path)).headers.get('content-security-policy');
    expect(policy).toMatch(/^default-src 'none'; /);
    expect(policy).not.toMatch(/unsafe-(inline|eval'.*unsafe)|https?:|\*/);
    expect(policy).toContain("frame-ancestors 'none'");
  }
});

test('a hashed asset has its type and may be kept', async () => {
  const response = await fetch(`${server.address}assets/engine-1a2b.wasm?v=1`);
  expect((await response.arrayBuffer()).byteLength).toBe(4);
  expect(response.headers.get('content-type')).toBe('application/wasm');
  expect(response.headers.get('cache-control')).toContain('immutable');
});

test('a name with a space is found, a missing file is not', async () => {
  expect(await (await fetch(`${server.address}a%20b.js`)).text()).toBe('export {};');
  expect((await fetch(`${server.address}missing.js`)).status).toBe(404);
  expect((await fetch(`${server.address}empty/`)).status).toBe(404);
});

test.each(['/../secret.txt', '/%2e%2e/secret.txt', '/..%2fsecret.txt', '/%E0%A4%A', '//secret.txt'])(
  'nothing outside the folder is served: %s',
  async (path) => {
    // fetch would tidy the path before sending it
    const status = await new Promise((resolve, reject) => {
      const { port } = new URL(server.address);
      request({ host: 'localhost', port, path }, (response) => resolve(response.statusCode))
        .on('error', reject)
        .end();
    });
    expect(status).toBe(404);
  },
);

test('only GET and HEAD are answered', async () => {
  expect((await fetch(server.address, { method: 'POST' })).status).toBe(405);
  const head = await fetch(server.address, { method: 'HEAD' });
  expect([head.status, head.headers.get('content-length'), await head.text()]).toEqual([200, '10', '']);
});

test('a busy port is passed over for the next free one', async () => {
  const busy = Number(new URL(server.address).port);
  const second = await serveFolder(folder, busy);
  expect(Number(new URL(second.address).port)).toBeGreaterThan(busy);
  expect((await fetch(second.address)).status).toBe(200);
  second.close();
});
