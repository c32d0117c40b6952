/**
 * @file A corpus of bad inputs: each gets its report and nothing else breaks, through the page and headless alike.
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { decodeLink, decodeView, parseRunConfig, readRuns } from '../src/experiments';
import { run as headless } from '../src/headless/experiment';
import { withLabPage } from '../src/headless/lab-page';
import type { RunOutput } from '../src/headless/run-output';
import { badImages, type Refusal } from './bad-images';
import { type BadSet, badSets, escaping } from './bad-sets';
import { badConfigs, badLinks, badRuns, resultOf } from './bad-texts';
import { expect, test } from './closed-doors';
import { LabPage, quickRun } from './lab-page';
import { besideGood, writeVoc } from './voc-folder';

const byId = Object.fromEntries(badImages.map((bad, i) => [`bad${String(i).padStart(2, '0')}`, bad]));
const refusals: Refusal[] = Object.entries(byId).flatMap(([id, bad]) => bad.refusals(id));
/** The report has these and no others, in whatever order. */
function expectReport(found: readonly Refusal[], expected: readonly Refusal[], root = 'VOC/'): void {
  const left = [...found];
  const missing = expected.filter(({ file, object, reason }) => {
    const at = left.findIndex((row) => {
      return row.file === root + file && row.object === object && row.reason.includes(reason);
    });
    if (at >= 0) left.splice(at, 1);
    return at < 0;
  });
  expect({ missing, unexpected: left }).toEqual({ missing: [], unexpected: [] });
}

/** Writes the set into a place of the test's own. @returns what to pick */
function writeSet({ name, content }: BadSet, place: string): { path: string; kind: 'folder' | 'file' } {
  const folder = test.info().outputPath(place);
  if (!(content instanceof Uint8Array)) return { path: writeVoc(folder, content), kind: 'folder' };
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, name), content);
  return { path: join(folder, name), kind: 'file' };
}

test('the corpus has at least 60 inputs, of every kind', () => {
  const count = (kind: string) => [...badImages, ...badSets].filter((bad) => bad.kind === kind).length;
  for (const kind of ['image', 'xml', 'list', 'archive']) expect(count(kind)).toBeGreaterThan(10);
  expect(badImages.length + badSets.length + badLinks.length + badConfigs.length).toBeGreaterThan(60);
});

test.describe('in the page', () => {
  let lab: LabPage;
  test.beforeAll(async ({ browser }) => {
    lab = await LabPage.inNewPage(browser);
    await lab.open(`data/${quickRun}`);
    await lab.isReady();
  });
  test.afterEach(async () => {
    // Names are shown as text: no markup of theirs has become an element.
    await expect(lab.page.locator('[src="x"], [onerror], [onload]')).toHaveCount(0);
    expect(lab.errors).toEqual([]);
  });
  test.afterAll(() => lab.page.close());

  test('a set that cannot be read is named, with the reason, and the one before it stays', async () => {
    for (const [i, bad] of badSets.entries()) {
      await test.step(bad.name, async () => {
        const { path, kind } = writeSet(bad, `set-${i}`);
        await lab.pick(path, kind);
        expect(await lab.takeFailure('The data could not be loaded')).toContain(bad.message);
      });
    }
    await lab.canTrain();
  });

  test('bad images, annotations and entries are reported, each by itself, and the good ones train', async () => {
    await lab.pick(writeVoc(test.info().outputPath(), besideGood(byId)), 'folder');
    await expect(lab.at('data-val-images')).toHaveText('1');
    await lab.canTrain();
    expectReport(await lab.refusals(), refusals);
  });

  test('what would lead out of an archive is refused, and the rest of it is used', async () => {
    const path = test.info().outputPath(escaping.name);
    writeFileSync(path, escaping.bytes);
    await lab.pick(path, 'file');
    await expect(lab.at('data-total-objects')).toHaveText('5');
    expectReport(await lab.refusals(), escaping.refusals, '');
  });

  test('a file of runs that cannot be used is named, with the place, and nothing of it is kept', async () => {
    await lab.show('compare');
    await lab.at('compare-view').getByText('Runs').click();
    const kept = await lab.at('run-row').count();
    const results = badConfigs.map(({ config, report }, i) => ({
      file: `config-${i}.json`,
      bytes: resultOf(config),
      report,
    }));
    for (const { file, bytes, report } of [...(await badRuns()), ...results]) {
      await test.step(file, async () => {
        const input = { name: file, mimeType: 'application/octet-stream', buffer: Buffer.from(bytes) };
        await lab.at('runs-import-input').setInputFiles(input);
        expect(await lab.takeFailure(`${file} was not imported`)).toContain(report);
      });
    }
    await expect(lab.at('run-row')).toHaveCount(kept);
  });

  test('a part of a link that cannot be used is named, and the rest of the link is used', async () => {
    const quick = `${quickRun.replace('v1&', '')}&seed=7`;
    for (const { name, link, report } of badLinks) {
      await test.step(name, async () => {
        const address = link.replace(/^v1&?/, `v1&${quick}&`);
        await lab.follow(`train/${address}`);
        expect(await lab.takeFailure('Part of the link could not be used')).toContain(report);
        if (address.length < 1000 && address.startsWith('v1')) {
          await expect(lab.at('setting-seed')).toHaveValue('7');
        }
      });
    }
  });
});

test.describe('headless', () => {
  const quick = { model: 'ssd_64_smoke', backend: 'wasm', batch: 4, steps: 2, evalEvery: 0 } as const;
  const voc = { kind: 'voc', train: 'train', val: 'val' } as const;
  /** Runs the command with this configuration. @returns its output */
  async function commanded(config: unknown): Promise<RunOutput> {
    const [file, out] = ['config.json', 'out.json'].map((name) => test.info().outputPath(name));
    writeFileSync(file, JSON.stringify(config));
    await headless(['--config', file, '--out', out], test.info().outputPath());
    return JSON.parse(readFileSync(out, 'utf8'));
  }

  test('bad images, annotations and entries are reported, each by itself, and the good ones train', async () => {
    const path = writeVoc(test.info().outputPath(), besideGood(byId));
    const { data, losses, error } = await commanded({ ...quick, data: { ...voc, path } });
    expect(error).toBeUndefined();
    expect(losses).toHaveLength(quick.steps);
    expectReport(data!.rejected, refusals);
  });

  test('what would lead out of an archive is refused, and the rest of it is used', async () => {
    const path = test.info().outputPath(escaping.name);
    writeFileSync(path, escaping.bytes);
    const { data, losses } = await commanded({ ...quick, data: { ...voc, path } });
    expect(losses).toHaveLength(quick.steps);
    expectReport(data!.rejected, escaping.refusals, '');
  });

  test('a set that cannot be read ends the run with the reason', async () => {
    // In one browser: the command would start one for each.
    await withLabPage(async (page) => {
      for (const [i, bad] of badSets.entries()) {
        await test.step(bad.name, async () => {
          const { path, kind } = writeSet(bad, `set-${i}`);
          await page.reload();
          await page.waitForFunction(() => 'labPage' in globalThis);
          await page.evaluate(() => Object.assign(globalThis, { reportLabEvent: () => {} }));
          await page.locator(kind === 'folder' ? '#folder' : '#archive').setInputFiles(path);
          const message = await page.evaluate(
            (config) => labPage.train(config).then(String, (error) => error.message),
            // No data, no step: the engine that opens soonest.
            parseRunConfig({ ...quick, backend: 'cpu', data: voc }),
          );
          expect(message).toContain(bad.message);
        });
      }
    });
  });

  test('a configuration that cannot be used ends the command before anything starts', async () => {
    for (const { name, config, report } of badConfigs) {
      await test.step(name, () => expect(commanded(config)).rejects.toThrow(report));
    }
    const file = test.info().outputPath('cut.json');
    writeFileSync(file, '{"data": ');
    await expect(headless(['--config', file, '--out', 'out.json'], '.')).rejects.toThrow('cut.json: not JSON');
  });

  test('links and files of runs get the same reports outside a page', async () => {
    for (const { name, link, report } of badLinks) {
      const [config, view = ''] = link.split('?');
      const problems = [...decodeLink(config).problems, ...decodeView(view).problems];
      expect(problems.join('\n'), name).toContain(report);
    }
    for (const { file, bytes, report } of await badRuns()) {
      await expect(readRuns(new File([bytes as BlobPart], file)), file).rejects.toThrow(report);
    }
  });
});
