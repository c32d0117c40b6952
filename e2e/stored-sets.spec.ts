/**
 * @file VOC data that the browser keeps: only when asked, whole or not at all, and found again after a reload, with the
 * runs that are trained on them.
 */
import type { Browser } from '@playwright/test';
import { expect, test } from './closed-doors';
import { keptRuns } from './kept-runs';
import { LabPage, quickRun } from './lab-page';
import { damageStoredSet, storedFiles } from './stored-files';
import { goodVoc, lists, pair, writeVoc } from './voc-folder';

const run = `data/${quickRun}`;

/** A page whose browser keeps nothing yet. */
async function freshLab(browser: Browser): Promise<LabPage> {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, reducedMotion: 'reduce' });
  const lab = new LabPage(await context.newPage());
  await lab.open(run);
  await lab.isReady();
  return lab;
}

async function importGood(lab: LabPage, files = goodVoc): Promise<void> {
  await lab.pick(writeVoc(test.info().outputPath(), files), 'folder');
  await expect(lab.at('keep-data')).toBeVisible({ timeout: 60_000 });
}

async function keep(lab: LabPage): Promise<void> {
  await lab.at('keep-data').click();
  await expect(lab.at('data-kept')).toBeVisible();
}

test('a kept set comes back after a reload, as it was repaired, and trains', async ({ browser }) => {
  const lab = await freshLab(browser);
  const dirty = {
    ...goodVoc,
    ...pair('e', 'dog 60 60 10 10', 'cat 5 5 50 50'),
    ...pair('unused', 'dog 1 1 9 9'),
    ...lists(['a', 'b', 'c', 'e'], ['d']),
  };
  await importGood(lab, dirty);
  expect(await storedFiles(lab.page)).toEqual([]);
  await lab.page.locator('[data-code=box-swapped]').getByTestId('apply-repair').click();
  await expect(lab.at('data-train-objects')).toHaveText('6');
  await keep(lab);
  const report = await lab.at('import-report').innerText();
  expect(report).toContain('Not in any list');

  await lab.page.reload();
  await expect(lab.at('data-train-objects')).toHaveText('6', { timeout: 60_000 });
  await expect(lab.at('data-kept')).toBeVisible();
  expect(await lab.at('import-report').innerText()).toBe(report);
  await expect(lab.at('sample-cell')).toHaveCount(4);

  await lab.show('train');
  await lab.type('steps', '3');
  await lab.at('train-button').first().click();
  await lab.reaches('finished');
  expect(await lab.step()).toBe(3);
  expect(lab.errors).toEqual([]);
  await lab.page.context().close();
});

test('a run on a kept set goes on after a reload, on its own set and no other', async ({ browser }) => {
  const lab = await freshLab(browser);
  await importGood(lab);
  await keep(lab);
  await lab.show('train');
  await lab.type('steps', '6');
  for (const step of [1, 2]) {
    await lab.at('step-button').click();
    await lab.reachesStep(step);
    await lab.reaches('paused');
  }
  await lab.page.evaluate(() => dispatchEvent(new Event('pagehide')));
  await expect.poll(async () => (await keptRuns(lab.page))[0]?.checkpoint).toBe(2);
  // In a new tab nothing is open: the run asks for its set itself.
  const next = new LabPage(await lab.page.context().newPage());
  await lab.page.close();
  await next.open(`train/${quickRun}`);
  await next.isReady();
  await next.page.getByRole('button', { name: 'Go on' }).click();
  await next.reaches('finished');
  // As an unbroken run on the kept set: the steps before the reload were on the files themselves.
  await next.at('reset-button').click();
  await next.isReady();
  await next.at('train-button').first().click();
  await next.reaches('finished');
  await expect
    .poll(async () => (await keptRuns(next.page)).map(({ status }) => status))
    .toEqual(['finished', 'finished']);
  const [one, other] = await keptRuns(next.page);
  expect(one.losses).toHaveLength(6);
  expect(other.losses).toEqual(one.losses);
  await next.show('data');
  await expect(next.at('data-total-images')).toHaveText('4');
  expect(next.errors).toEqual([]);
  await next.page.context().close();
});

test('without room it says what is needed and what is free, and leaves nothing', async ({ browser }) => {
  const lab = await freshLab(browser);
  await importGood(lab);
  const session = await lab.page.context().newCDPSession(lab.page);
  const { origin } = new URL(lab.page.url());
  await session.send('Storage.overrideQuotaForOrigin', { origin, quotaSize: 1000 });
  await lab.at('keep-data').click();
  const message = await lab.takeFailure('The data set is not kept');
  expect(message).toMatch(/needs 2\.\d KiB, and the browser says that .* free; yet it refused to store more/);
  await expect(lab.at('keep-offer')).toBeVisible();
  expect(await storedFiles(lab.page)).toEqual([]);
  await lab.canTrain();
  await session.send('Storage.overrideQuotaForOrigin', { origin });
  await lab.show('data');
  await keep(lab);
  expect(lab.errors).toEqual([]);
  await lab.page.context().close();
});

test('a damaged set is named, what a crash left goes, and a set is deleted once no tab has it', async ({ browser }) => {
  const lab = await freshLab(browser);
  await importGood(lab);
  await keep(lab);
  // Found in a tab that has not had its files.
  const second = new LabPage(await lab.page.context().newPage());
  await second.open(`data/${quickRun}`);
  await second.isReady();
  await second.at('data-source').getByText('My VOC data').click();
  const row = second.at('stored-set');
  await expect(row).toContainText(/VOC\s*4 images · [\d.]+ kB · \d+\s\w+\s\d{4}/);
  await row.getByTestId('open-stored').click();
  await expect(second.at('data-total-images')).toHaveText('4');
  await lab.page.reload();
  await expect(lab.at('data-total-images')).toHaveText('4', { timeout: 60_000 });
  await second.at('data-source').getByText('Built-in scenes').click();
  await expect(second.at('data-total-images')).toHaveCount(0);
  await second.at('data-source').getByText('My VOC data').click();
  await row.getByTestId('remove-stored').click();
  await row.getByTestId('confirm-remove').click();
  expect(await second.takeFailure('The data set was not removed')).toContain('is open, here or in another tab');
  await lab.page.close();

  await damageStoredSet(second.page, 'text');
  await row.getByRole('button', { name: 'Keep it' }).click();
  await row.getByTestId('open-stored').click();
  expect(await second.takeFailure('The data could not be loaded')).toMatch(
    /^VOC is damaged in this browser: its texts/,
  );
  await second.canTrain();
  await damageStoredSet(second.page, 'cut');
  await second.page.reload();
  await second.show('data');
  await second.at('data-source').getByText('My VOC data').click();
  await expect(row).toHaveAttribute('data-damaged', 'true', { timeout: 60_000 });
  await expect(row.getByTestId('open-stored')).toBeDisabled();
  await row.getByTestId('remove-stored').click();
  await row.getByTestId('confirm-remove').click();
  await expect(row).toHaveCount(0);
  expect(await storedFiles(second.page)).toEqual([]);

  await damageStoredSet(second.page, 'unfinished');
  await second.page.reload();
  await second.isReady();
  await expect.poll(() => storedFiles(second.page)).toEqual([]);
  expect(second.errors).toEqual([]);
  await second.page.context().close();
});
