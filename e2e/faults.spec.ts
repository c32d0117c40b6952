/** @file Nothing is lost: after a killed worker, a reload, a damaged checkpoint or a lost GPU a run goes on as if unbroken. */
import type { Browser } from '@playwright/test';
import { expect, test } from './closed-doors';
import { damageNewestCheckpoint, keptRuns } from './kept-runs';
import { LabPage, quickRun } from './lab-page';

const steps = 400;
const longRun = `train/${quickRun}&steps=${steps}`;

async function freshLab(browser: Browser): Promise<LabPage> {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
  return new LabPage(await context.newPage());
}

/** Losses of the run when nothing happens to it. */
let unbroken: number[] = [];
test.beforeAll(async ({ browser }) => {
  const lab = await freshLab(browser);
  await lab.open(longRun);
  await lab.isReady();
  await lab.at('train-button').first().click();
  await lab.reaches('finished');
  await expect.poll(async () => (await keptRuns(lab.page))[0]?.status).toBe('finished');
  unbroken = (await keptRuns(lab.page))[0].losses;
  expect(unbroken).toHaveLength(steps);
  await lab.page.context().close();
});

/** A run that waits in the middle, with so many checkpoints. */
async function runWithCheckpoints(lab: LabPage, checkpoints: number, link = longRun): Promise<void> {
  await lab.open(link);
  await lab.isReady();
  for (let i = 0; i < checkpoints; i++) {
    const before = i === 0 ? 0 : await lab.step();
    await lab.at('train-button').first().click();
    await lab.reachesStep(before + 1);
    await lab.at('pause-button').click();
    await lab.reaches('paused');
    const step = await lab.step();
    expect(step).toBeLessThan(steps);
    // As a page does that is about to be closed.
    await lab.page.evaluate(() => dispatchEvent(new Event('pagehide')));
    await expect.poll(async () => (await keptRuns(lab.page))[0]?.checkpoint).toBe(step);
  }
}

async function goesOnUnbroken(lab: LabPage): Promise<void> {
  const banner = lab.at('failure-banner').filter({ hasText: 'Run 1 was interrupted' });
  await banner.getByRole('button', { name: 'Go on' }).click({ timeout: 60_000 });
  await lab.reaches('finished');
  await expect.poll(async () => (await keptRuns(lab.page))[0].status).toBe('finished');
  const [kept] = await keptRuns(lab.page);
  expect(kept.losses).toEqual(unbroken);
  expect(lab.errors).toEqual([]);
}

test('a worker that dies is replaced, and its run goes on', async ({ browser }) => {
  const lab = await freshLab(browser);
  await runWithCheckpoints(lab, 1);
  const worker = lab.page.workers().find((one) => one.url().includes('lab.worker'))!;
  // After it has answered.
  await worker.evaluate(() => void setTimeout(() => self.close()));
  await goesOnUnbroken(lab);
  await lab.page.context().close();
});

test('a page that is reloaded offers to go on', async ({ browser }) => {
  const lab = await freshLab(browser);
  await runWithCheckpoints(lab, 1);
  await lab.page.reload();
  await goesOnUnbroken(lab);
  await lab.page.context().close();
});

test('of a damaged last checkpoint the one before is taken', async ({ browser }) => {
  const lab = await freshLab(browser);
  await runWithCheckpoints(lab, 2);
  await lab.page.reload();
  await lab.isReady();
  await damageNewestCheckpoint(lab.page);
  await goesOnUnbroken(lab);
  await lab.page.context().close();
});

test('a second tab leaves a run that is under way alone', async ({ browser }) => {
  const lab = await freshLab(browser);
  await runWithCheckpoints(lab, 1);
  const second = new LabPage(await lab.page.context().newPage());
  await second.open(`compare/${quickRun}`);
  await second.isReady();
  await second.at('compare-view').getByText('Runs').click();
  await expect(second.at('run-row')).toHaveAttribute('data-status', 'running');
  await expect(second.at('failure-banner')).toHaveCount(0);
  await lab.at('train-button').first().click();
  await lab.reaches('finished');
  await expect.poll(async () => (await keptRuns(lab.page))[0].status).toBe('finished');
  expect((await keptRuns(lab.page))[0].losses).toEqual(unbroken);
  await lab.page.context().close();
});

test('a lost GPU ends the run in words, and it goes back to its last checkpoint', async ({ browser }) => {
  test.slow();
  const lab = await freshLab(browser);
  const onGpu = `train/${quickRun.replace('backend=wasm', 'backend=webgpu')}&steps=12&batch=2`;
  await runWithCheckpoints(lab, 1, onGpu);
  const session = await browser.newBrowserCDPSession();
  await session.send('Browser.crashGpuProcess').catch(() => {});
  await lab.reaches('failed');
  await lab.page
    .getByRole('button', { name: /Back to step \d+/ })
    .first()
    .click();
  await lab.reaches('paused', 90_000);
  await lab.at('train-button').first().click();
  await lab.reaches('finished', 90_000);
  await expect.poll(async () => (await keptRuns(lab.page))[0].losses.length).toBe(12);
  await lab.page.context().close();
});
