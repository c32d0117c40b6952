/** @file Side by side: twins in lock-step on the same batches, a queue that survives a reload, runs that travel as a bundle. */
import { readFile, writeFile } from 'node:fs/promises';
import type { Browser } from '@playwright/test';
import { expect, test } from './closed-doors';
import { keptRuns } from './kept-runs';
import { LabPage, quickRun } from './lab-page';

const shortRun = `compare/${quickRun}&steps=20`;

/** A page whose storage is its own and empty. */
async function freshLab(browser: Browser): Promise<LabPage> {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, acceptDownloads: true });
  return new LabPage(await context.newPage());
}

async function queue(lab: LabPage, question: string, seeds: number): Promise<void> {
  await lab.at(`compare-question-${question}`).click();
  await lab.at('compare-seeds').fill(String(seeds));
}

async function allEnd(lab: LabPage): Promise<void> {
  await expect(lab.at('compare-experiment')).toHaveAttribute('data-status', 'finished', { timeout: 90_000 });
}

test('twins are trained on identical batches, and shown side by side with a verdict', async ({ browser }) => {
  const lab = await freshLab(browser);
  await lab.open(`${shortRun}&eval=10`);
  await lab.isReady();
  await queue(lab, 'normalization', 1);
  await expect(lab.at('compare-trainings')).toHaveAttribute('data-value', '2');
  await lab.at('compare-queue').click();
  await allEnd(lab);

  const [a, b] = await keptRuns(lab.page);
  expect([a.status, b.status]).toEqual(['finished', 'finished']);
  expect(new Set(a.batches).size).toBe(20);
  expect(b.batches).toEqual(a.batches);
  expect(b.losses).toHaveLength(20);
  expect(b.losses).not.toEqual(a.losses);

  await lab.at('experiment-side').click();
  await expect(lab.at('side-batches')).toHaveAttribute('data-same', 'true');
  await expect(lab.at('side-loss')).toHaveAttribute('data-curves', '2');
  await expect(lab.at('differs')).toHaveAttribute('data-path', 'normalization');
  await expect(lab.at('stat-map07-difference')).toBeVisible();
  // The same images under A and B, at a step that both have: first as they began, then by keys to the end.
  await expect(lab.at('lapse-frame').first()).toBeVisible();
  await lab.at('lapse-slider').focus();
  await lab.page.keyboard.press('Home');
  await expect(lab.at('lapse-step')).toHaveAttribute('data-step', '0');
  await lab.page.keyboard.press('End');
  await expect(lab.at('lapse-step')).toHaveAttribute('data-step', '20');

  await lab.at('compare-view').getByText('Verdict').click();
  await expect(lab.at('verdict-progress')).toHaveAttribute('data-finished', '2');
  await expect(lab.at('verdict-words').first()).toContainText('single run');
  expect(lab.errors).toEqual([]);
  await lab.page.context().close();
});

test('arms that do not differ in what is computed are equal to the last bit', async ({ browser }) => {
  const lab = await freshLab(browser);
  await lab.open(shortRun);
  await lab.isReady();
  await queue(lab, 'custom', 1);
  // The scale of sample-wise losses says nothing of batch-wise ones.
  await lab.at('custom-0-0-path').selectOption('sampleScale');
  await lab.at('custom-0-0-value').selectOption('mean');
  await lab.at('compare-queue').click();
  await allEnd(lab);
  const [a, b] = await keptRuns(lab.page);
  expect(a.losses).toHaveLength(20);
  expect(b.losses).toEqual(a.losses);
  expect(b.map07).toBe(a.map07);
  await lab.page.context().close();
});

test('a reload in the middle of a queue of four runs leaves four whole runs', async ({ browser }) => {
  const lab = await freshLab(browser);
  await lab.open(`compare/${quickRun}&steps=150`);
  await lab.isReady();
  await queue(lab, 'normalization', 2);
  await lab.at('compare-queue').click();
  await lab.reachesStep(40);
  await lab.page.reload();
  await expect(lab.at('compare-experiment')).toHaveAttribute('data-status', 'queued', { timeout: 60_000 });
  await allEnd(lab);
  const kept = await keptRuns(lab.page);
  expect(kept.map(({ status, seed, losses }) => [status, seed, losses.length])).toEqual(
    expect.arrayContaining([
      ['finished', 1, 150],
      ['finished', 2, 150],
    ]),
  );
  expect(kept).toHaveLength(4);
  expect(kept.every(({ losses }) => losses.length === 150)).toBe(true);
  await lab.page.context().close();
});

test('a paused experiment goes on where it stood, and a cancelled one keeps what is finished', async ({ browser }) => {
  const lab = await freshLab(browser);
  await lab.open(`compare/${quickRun}&steps=100`);
  await lab.isReady();
  await queue(lab, 'decoder', 3);
  await lab.at('compare-queue').click();
  await expect(lab.at('compare-experiment')).toHaveAttribute('data-done', '2', { timeout: 60_000 });
  await lab.at('experiment-pause').click();
  await expect(lab.at('compare-experiment')).toHaveAttribute('data-status', 'paused');
  await lab.at('experiment-resume').click();
  await expect(lab.at('compare-experiment')).toHaveAttribute('data-done', '4', { timeout: 60_000 });
  await lab.at('experiment-cancel').click();
  await expect(lab.at('compare-experiment')).toHaveAttribute('data-status', 'cancelled');
  await expect
    .poll(async () => (await keptRuns(lab.page)).filter(({ status }) => status === 'finished').length)
    .toBe(4);
  await lab.page.context().close();
});

test('a run is exported, the browser cleared, and the bundle opens to the same curves', async ({
  browser,
}, testInfo) => {
  const lab = await freshLab(browser);
  await lab.open(`train/${quickRun}&steps=20&eval=10`);
  await lab.isReady();
  await lab.at('train-button').first().click();
  await lab.reaches('finished');
  await lab.show('compare');
  await lab.at('compare-view').getByText('Runs').click();
  await expect(lab.at('run-row')).toHaveAttribute('data-status', 'finished');
  const [before] = await keptRuns(lab.page);
  await lab.page.getByRole('checkbox', { name: 'Select Run 1' }).check();
  const [download] = await Promise.all([lab.page.waitForEvent('download'), lab.at('runs-export').click()]);
  const bundle = testInfo.outputPath('run.ssdlab.zip');
  await download.saveAs(bundle);
  await lab.page.context().close();

  const other = await freshLab(browser);
  await other.open(`compare/${quickRun}`);
  await other.isReady();
  await other.at('compare-view').getByText('Runs').click();
  await expect(other.at('runs-empty')).toBeVisible();

  const bytes = await readFile(bundle);
  const damaged = testInfo.outputPath('damaged.ssdlab.zip');
  await writeFile(damaged, bytes.fill(7, bytes.length >> 1, (bytes.length >> 1) + 40));
  await other.at('runs-import-input').setInputFiles(damaged);
  expect(await other.takeFailure('damaged.ssdlab.zip was not imported')).not.toBe('');
  await expect(other.at('run-row')).toHaveCount(0);

  await other.at('runs-import-input').setInputFiles(bundle);
  await expect(other.at('run-row')).toHaveAttribute('data-status', 'finished');
  const [after] = await keptRuns(other.page);
  expect(before.snapshots.map(({ step }) => step)).toContain(20);
  expect(before.evals).toHaveLength(2);
  expect(after).toEqual(before);
  await other.page.getByRole('checkbox', { name: 'Select Run 1' }).check();
  // Again, which adds nothing.
  await other.at('runs-import-input').setInputFiles(bundle);
  await expect(other.at('run-row')).toHaveCount(1);

  await other.at('runs-delete').click();
  await expect(other.at('run-row')).toHaveCount(0);
  await other.at('runs-undo').click();
  await expect(other.at('run-row')).toHaveCount(1);
  expect(other.errors).toEqual([]);
  await other.page.context().close();
});
