/** @file What the commands say of a user's mistakes, and how conformance reports. */
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test, vi } from 'vitest';
import { run as bench } from './bench';
import { CommandError } from './command-error';
import { run as conformance } from './conformance';
import { run as headless } from './experiment';
import { run as start } from './start';

const folder = mkdtempSync(join(tmpdir(), 'ssd-lab-commands-'));
afterAll(() => rmSync(folder, { recursive: true }));

function write(name: string, text: string): string {
  writeFileSync(join(folder, name), text);
  return name;
}

describe('a mistake of the user is named before anything starts', () => {
  const broken = write('broken.json', '{"data": ');
  const wrong = write('wrong.json', '{"data": {"kind": "sprites"}, "steps": 0, "colour": true}');
  const away = write('away.json', '{"data": {"kind": "voc", "path": "nowhere"}}');
  const linked = write('linked.json', '{"data": {"kind": "voc", "path": "voc"}}');
  mkdirSync(join(folder, 'empty'));
  mkdirSync(join(folder, 'voc'));
  symlinkSync(join(folder, 'empty'), join(folder, 'voc/JPEGImages'), 'dir');

  test.each([
    ['an unknown option', bench, ['--suit', 'step'], ["'--suit'", 'Usage: npm run bench']],
    ['an unknown back end', bench, ['--backend', 'cuda'], ['--backend is "cuda"', 'wasm']],
    ['a port that is no number', start, ['--port', 'x'], ['--port is "x"', 'Usage: npm start']],
    ['a missing option', headless, ['--config', wrong], ['Usage: npm run headless']],
    ['a missing config', headless, ['--config', 'none.json', '--out', 'o.json'], ['none.json', 'no such file']],
    ['a config that is no JSON', headless, ['--config', broken, '--out', 'o.json'], ['broken.json', 'not JSON']],
    ['a config with two errors', headless, ['--config', wrong, '--out', 'o.json'], ['steps: got 0', 'colour: unknown']],
    ['a data folder that is not there', headless, ['--config', away, '--out', 'o.json'], [join(folder, 'nowhere')]],
    ['a link in the data folder', headless, ['--config', linked, '--out', 'o.json'], ['voc/JPEGImages is a link']],
    ['a fixture folder that is not there', conformance, ['--fixtures', 'none'], ['none is no folder']],
    ['a folder without fixtures', conformance, ['--fixtures', 'empty'], ['empty holds no *.json file']],
  ])('%s', async (_name, command, args, parts) => {
    const error = await command(args, folder).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(CommandError);
    expect(error).toMatchObject({ exitCode: 2 });
    for (const part of parts) expect((error as CommandError).message).toContain(part);
  });

  test('the process prints it without a stack trace and exits with status 2', { timeout: 120_000 }, () => {
    const args = ['src/headless/run.mjs', 'headless', '--config', join(folder, wrong), '--out', 'o.json'];
    const { status, stdout, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8' });
    expect([status, stdout]).toEqual([2, '']);
    expect(stderr).toMatch(/wrong\.json: config refused: steps: got 0.*\n$/);
    expect(stderr.trim().split('\n')).toHaveLength(1);
  });
});

test('conformance tells a line a file, names failures, and ends in the count with status 1', async () => {
  mkdirSync(join(folder, 'fixtures'));
  write('fixtures/half.json', '{');
  write('fixtures/other.json', '{"schema": "ssd-gold/none/1"}');
  const log = vi.spyOn(console, 'log').mockImplementation(() => {});
  const status = await conformance(['--fixtures', 'fixtures', '--json', 'report.json'], folder);
  const lines = log.mock.calls.map(([line]) => String(line));
  log.mockRestore();
  expect(status).toBe(1);
  expect(lines[0]).toMatch(/^half\.json +0 of 1 passed$/);
  expect(lines[1]).toMatch(/^ {2}fixture: not JSON/);
  expect(lines[3]).toContain('ssd-gold/none/1');
  expect(lines.at(-1)).toBe('0 passed, 2 failed');
});
