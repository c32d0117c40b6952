/**
 * @file The import report of a VOC folder in which much is wrong: every finding by its place, shown, repaired, undone and
 * saved.
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { AxeBuilder } from '@axe-core/playwright';
import { repairCodes } from '../src/experiments';
import { run as headless } from '../src/headless/experiment';
import type { RunOutput } from '../src/headless/run-output';
import { csvOf } from '../src/ui/charts/table';
import { patchList, reportTable } from '../src/ui/panels/data/report/repairs';
import { expect, test } from './closed-doors';
import { LabPage, quickRun } from './lab-page';
import { lists, pair, type VocFiles, writeVoc } from './voc-folder';

const flag = (files: VocFiles): VocFiles =>
  Object.fromEntries(
    Object.entries(files).map(([path, content]) => [
      path,
      typeof content === 'string'
        ? content.replaceAll('</object>', '<difficult>0</difficult><truncated>1</truncated></object>')
        : content,
    ]),
  );
/** A picture with bytes of its own: anything may follow the end of a PNG. */
const own = (id: string, ...objects: string[]): VocFiles =>
  Object.fromEntries(
    Object.entries(pair(id, ...objects)).map(([path, content]) => [
      path,
      typeof content === 'string' ? content : Uint8Array.of(...content, id.charCodeAt(0)),
    ]),
  );
const dirty: VocFiles = {
  ...flag({
    ...pair('a', 'dog 10 10 60 60', 'cat 60 50 20 10'),
    ...own('b', 'cat 20 20 80 70', 'dog 40 30 130 60'),
    ...own('c', 'car 1 1 100 80', 'Car 2 2 50 50', 'unicorn 5 5 20 20'),
    ...pair('d', 'dog 30 20 90 60'),
  }),
  ...lists(['a', 'b', 'c'], ['d']),
};

let lab: LabPage;
test.beforeAll(async ({ browser }) => {
  // axe needs a context of its own.
  const context = await browser.newContext({ reducedMotion: 'reduce' });
  lab = new LabPage(await context.newPage());
});
test.beforeEach(() => lab.open(`data/${quickRun}`));
test.afterEach(() => expect(lab.errors).toEqual([]));
test.afterAll(() => lab.page.context().close());

const group = (code: string) => lab.page.locator(`[data-testid=finding-group][data-code=${code}]`);
const saved = async (testId: string) => {
  const download = lab.page.waitForEvent('download');
  await lab.at(testId).click();
  return readFileSync(await (await download).path(), 'utf8');
};

test.describe('a folder with a swapped box, one outside, and two wrong names', () => {
  test.beforeEach(async () => {
    await lab.pick(writeVoc(test.info().outputPath(), dirty), 'folder');
    await expect(lab.at('import-report-count')).toHaveAttribute('data-count', '4', { timeout: 60_000 });
  });

  test('names each by file, line, object and reason', async () => {
    expect((await lab.refusals()).toSorted((a, b) => (a.reason < b.reason ? -1 : 1))).toEqual([
      { file: 'VOC/Annotations/a.xml', object: 2, reason: 'cat: box (60, 50, 20, 10) has xmax < xmin' },
      { file: 'VOC/Annotations/b.xml', object: 2, reason: 'dog: box (40, 30, 130, 60) is outside the 100 x 80 image' },
      { file: 'VOC/Annotations/c.xml', object: 2, reason: expect.stringMatching(/^unknown class "Car"/) },
      { file: 'VOC/Annotations/c.xml', object: 3, reason: expect.stringMatching(/^unknown class "unicorn"/) },
    ]);
    await expect(group('box-swapped').getByTestId('import-report-row').getByRole('cell').nth(1)).toHaveText('2');
    await lab.at('report-severity').getByText('Warnings').click();
    await expect(group('box-swapped')).toHaveCount(0);
    // The files of a and d are equal.
    await expect(group('image-leaks')).toHaveCount(1);
  });

  test('shows a repair on the image, before and after, on any screen and to anyone', async () => {
    await group('box-outside').getByTestId('show-finding').click();
    const shown = lab.at('finding-picture');
    await expect(shown.getByRole('img')).toHaveAccessibleName(/^b: dog: box \(40, 30, 130, 60\) is outside/);
    await expect(shown.getByRole('row').last()).toHaveText(/2\s*xmax\s*130\s*100/);
    for (const width of [1440, 390]) {
      await lab.page.setViewportSize({ width, height: 900 });
      const { violations } = await new AxeBuilder({ page: lab.page }).setLegacyMode().analyze();
      expect(violations.map(({ id, nodes }) => [id, ...nodes.map(({ target }) => target.join(' '))])).toEqual([]);
      expect(await lab.page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(0);
    }
    await lab.page.setViewportSize({ width: 1440, height: 900 });
  });

  test('is repaired one by one, by another choice, and back again', async () => {
    await group('box-swapped').getByTestId('apply-repair').click();
    await expect(lab.at('import-report-count')).toHaveAttribute('data-count', '3');
    await expect(lab.at('data-train-objects')).toHaveText('4');
    const unicorn = group('class-unknown').getByTestId('import-report-row').last();
    await unicorn.getByTestId('repair-choice').selectOption('class horse');
    await unicorn.getByTestId('apply-repair').click();
    await expect(lab.at('import-report-count')).toHaveAttribute('data-count', '2');
    await expect(lab.page.locator('[data-testid=class-bar][data-key=horse]')).toHaveAttribute('data-value', '1');
    await unicorn.getByTestId('revert-repair').click();
    await lab.at('undo-repair').click();
    await expect(lab.page.locator('[data-testid=class-bar][data-key=horse]')).toHaveAttribute('data-value', '1');
    for (const objects of ['4', '3']) {
      await lab.at('undo-repair').click();
      await expect(lab.at('data-train-objects')).toHaveText(objects);
    }
    await expect(lab.at('undo-repair')).toBeDisabled();
  });

  test('is repaired all at once: what can be mapped is, the rest is dropped, and nothing leaks', async () => {
    await lab.at('repair-all').click();
    await expect(lab.at('import-report-count')).toHaveAttribute('data-count', '0');
    await expect(lab.at('repair-all')).toBeDisabled();
    await expect(lab.at('data-train-images')).toHaveText('2');
    await expect(lab.at('data-train-objects')).toHaveText('4');
    await lab.at('undo-repair').click();
    await expect(lab.at('import-report-count')).toHaveAttribute('data-count', '4');
  });

  test('is repaired kind by kind, trains, and saves what was changed', async () => {
    await group('box-swapped').getByTestId('apply-repair').click();
    await expect(lab.at('import-report-count')).toHaveAttribute('data-count', '3');
    for (const code of ['box-outside', 'class-unknown']) {
      const apply = group(code).getByTestId('apply-repair');
      for (let left = await apply.count(); left > 0; left--) {
        await apply.first().click();
        await expect(apply).toHaveCount(left - 1);
      }
    }
    await expect(lab.at('import-report-count')).toHaveAttribute('data-count', '0');
    await expect(lab.at('data-train-objects')).toHaveText('6');
    const patches = JSON.parse(await saved('export-patches')) as { code: string; file: string; after: unknown }[];
    expect(patches.map(({ code, file }) => [code, file]).sort()).toEqual([
      ['box-outside', 'VOC/Annotations/b.xml'],
      ['box-swapped', 'VOC/Annotations/a.xml'],
      ['class-unknown', 'VOC/Annotations/c.xml'],
      ['class-unknown', 'VOC/Annotations/c.xml'],
    ]);
    expect(patches.find(({ code }) => code === 'box-outside')!.after).toMatchObject({ xmin: 40, xmax: 100 });
    expect(readFileSync(test.info().outputPath('VOC/Annotations/b.xml'), 'utf8')).toContain('<xmax>130</xmax>');
    await lab.canTrain();
  });

  test('is reported and repaired alike by the command', async () => {
    const commanded = async (repair: unknown) => {
      const [file, out] = ['config.json', 'out.json'].map((name) => test.info().outputPath(name));
      const data = { kind: 'voc', path: test.info().outputPath('VOC'), repair };
      // As Notepad saves it.
      const config = { data, model: 'ssd_64_smoke', backend: 'wasm', batch: 2, steps: 1, evalEvery: 0 };
      writeFileSync(file, `\ufeff${JSON.stringify(config)}`);
      expect(await headless(['--config', file, '--out', out], '.')).toBe(0);
      return (JSON.parse(readFileSync(out, 'utf8')) as RunOutput).data!;
    };
    await group('box-swapped').getByTestId('apply-repair').click();
    await expect(lab.at('import-report-count')).toHaveAttribute('data-count', '3');
    const one = await commanded(['box-swapped']);
    expect(await saved('export-report')).toBe(csvOf(reportTable(one.findings)));
    expect(one.rejected).toHaveLength(3);

    await lab.at('repair-all').click();
    await expect(lab.at('import-report-count')).toHaveAttribute('data-count', '0');
    const all = await commanded('all');
    expect(await saved('export-report')).toBe(csvOf(reportTable(all.findings)));
    expect(JSON.parse(await saved('export-patches'))).toEqual(patchList(all.findings));
    expect(all).toMatchObject({ rejected: [], trainImages: 2, trainObjects: 4 });
    const repaired = all.findings.flatMap(({ code, repair }) => (repair === null ? [] : [code]));
    expect(repairCodes).toEqual(expect.arrayContaining(repaired));
  });

  test('is filtered by a column of a histogram', async () => {
    const charts = lab.page.getByRole('region', { name: 'Distributions of the train split' });
    await charts
      .getByRole('group', { name: /^Objects per image/ })
      .getByRole('button', { name: '1: 3' })
      .click();
    await expect(lab.at('browse-filter')).toContainText('1 object');
    await expect(lab.at('sample-cell')).toHaveCount(3);
    await charts
      .getByRole('group', { name: /^Object size/ })
      .getByRole('button', { name: '90%: 1' })
      .click();
    await expect(lab.at('sample-cell')).toHaveCount(1);
    await lab.at('sample-cell').click();
    await expect(lab.at('inspector')).toContainText('truncated');
  });
});

test.describe('photographs of VOC', () => {
  const folder = resolve(import.meta.dirname, '../../shared/voc-mini');
  test.skip(!existsSync(folder), `there is no ${folder}`);

  /** Their decoded pixels have equal channels. */
  const grey = [
    ...['002996', '2007_000515', '2008_007321', '2010_000910', '2010_002561', '2010_003345', '2010_003954'],
    '2011_002414',
  ];

  test('have nothing wrong, and eight are grey; the anchors that fit them better are found and used', async () => {
    await lab.pick(folder, 'folder');
    await expect(lab.at('data-total-images')).toHaveText('250', { timeout: 60_000 });
    await expect(lab.at('finding-group')).toHaveCount(1);
    await group('image-grey')
      .getByRole('button', { name: /Grey image/ })
      .click();
    const files = await group('image-grey').getByTestId('import-report-row').locator('td:first-child').allInnerTexts();
    expect(files.map((file) => file.replace(/.*\/|\.jpg$/g, '')).sort()).toEqual(grey);

    await lab.at('advise-anchors').click();
    await expect(lab.at('advice-verdict')).toBeVisible({ timeout: 60_000 });
    const present = Number(await lab.at('recall-present').innerText());
    const suggested = Number(await lab.at('recall-suggested').innerText());
    expect(suggested).toBeGreaterThan(present);
    const anchorsReach = async (share: number) => {
      await lab.show('anchors');
      await lab.at('measure-recall').click();
      await expect(lab.at('recall-value')).toHaveText(share.toFixed(3), { timeout: 60_000 });
      await lab.show('train');
    };
    await lab.at('use-anchors').click();
    await expect(lab.at('advice-in-use')).toBeVisible();
    await anchorsReach(suggested);
    for (const step of [1, 2]) {
      await lab.at('step-button').click();
      await lab.reachesStep(step);
      await lab.reaches('paused');
    }
    expect(await lab.value('loss-total', 'data-raw')).toBeGreaterThan(0);
    await lab.at('reset-button').click();
    await lab.at('model-anchors').click();
    await expect(lab.at('own-anchors')).toHaveCount(0);
    await anchorsReach(present);
  });
});
