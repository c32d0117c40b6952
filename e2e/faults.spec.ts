/** @file Nothing is lost: after a killed worker, a reload or a damaged checkpoint a run goes on as if unbroken. */
import { chromium } from '@playwright/test';
import { findChromium } from '../src/headless/chromium';
import { BareTab } from './bare-tab';
import { expect, test } from './closed-doors';
import { freshLab, runWithCheckpoints } from './interrupted';
import { checkpointFiles, damageNewestCheckpoint, keptRuns } from './kept-runs';
import { LabPage, quickRun } from './lab-page';

const steps = 60;
const longRun = `train/${quickRun}&steps=${steps}`;

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
  await runWithCheckpoints(lab, 1, longRun);
  const worker = lab.page.workers().find((one) => one.url().includes('lab.worker'))!;
  // After it has answered.
  await worker.evaluate(() => void setTimeout(() => self.close()));
  await goesOnUnbroken(lab);
  await lab.page.context().close();
});

test('a page that is reloaded offers to go on', async ({ browser }) => {
  const lab = await freshLab(browser);
  await runWithCheckpoints(lab, 1, longRun);
  await lab.page.reload();
  await goesOnUnbroken(lab);
  await lab.page.context().close();
});

test('of a damaged last checkpoint the one before is taken', async ({ browser }) => {
  const lab = await freshLab(browser);
  await runWithCheckpoints(lab, 2, longRun);
  await lab.page.reload();
  await lab.isReady();
  await damageNewestCheckpoint(lab.page);
  await goesOnUnbroken(lab);
  await lab.page.context().close();
});

test('a run goes on where the disk is full, says so, and keeps what it has', async ({ browser }) => {
  const lab = await freshLab(browser);
  await runWithCheckpoints(lab, 1, longRun);
  const checkpoint = await lab.step();
  const session = await lab.page.context().newCDPSession(lab.page);
  const origin = await lab.page.evaluate(() => location.origin);
  await session.send('Storage.overrideQuotaForOrigin', { origin, quotaSize: 1 });
  await lab.at('step-button').click();
  await lab.reachesStep(checkpoint + 1);
  await lab.page.evaluate(() => dispatchEvent(new Event('pagehide')));
  expect(await lab.takeFailure('Not everything is kept')).toMatch(
    /^The run goes on, without its checkpoint of step \d+: .*the storage of this browser is full; delete runs or make room/,
  );
  // It does go on; and the checkpoint before is there still, for a page that is closed now.
  await lab.at('epoch-button').click();
  await lab.reachesStep(8);
  await lab.page.reload();
  await expect(lab.at('failure-message').getByText(`Its last checkpoint is of step ${checkpoint} of`)).toBeVisible();
  await goesOnUnbroken(lab);
  expect(await lab.takeFailure('Not everything is kept')).toMatch(/^The weights of the run could not be kept/);
  expect(await checkpointFiles(lab.page)).not.toEqual([]);
  await lab.page.context().close();
});

test('a second tab leaves a run that is under way alone', async ({ browser }) => {
  const lab = await freshLab(browser);
  await runWithCheckpoints(lab, 1, longRun);
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

test('a hidden tab keeps a checkpoint as it is hidden, and trains on at full speed', async ({ baseURL }) => {
  // As people have it: the tests' own browsers, and Playwright, do not slow down what is hidden.
  const slowing = ['background-timer-throttling', 'backgrounding-occluded-windows', 'renderer-backgrounding'];
  const browser = await chromium.launch({
    executablePath: findChromium()!,
    args: ['--no-sandbox'],
    ignoreDefaultArgs: slowing.map((name) => `--disable-${name}`),
  });
  const tab = await BareTab.open(browser, `${baseURL}#${longRun}`);
  const pressTrain = () => document.querySelector<HTMLButtonElement>('[data-testid=train-button]:enabled')?.click();
  const pressStep = () => document.querySelector<HTMLButtonElement>('[data-testid=step-button]:enabled')?.click();
  const status = () => document.querySelector<HTMLElement>('[data-testid=status]')?.dataset.status;
  const step = () => Number(document.querySelector<HTMLElement>('[data-testid=step-counter]')?.dataset.step);
  const stepped = async () => {
    await tab.evaluate(pressStep);
    return tab.evaluate(status);
  };
  await expect(async () => expect(await stepped()).toBe('paused')).toPass({ timeout: 60_000 });
  expect(await checkpointFiles(tab)).toEqual([]);
  await tab.hide();
  await expect.poll(() => checkpointFiles(tab)).toHaveLength(1);
  // From some seconds on a timer of the page fires once a second.
  await expect.poll(() => tab.evaluate(timeOfTimers), { timeout: 60_000 }).toBeGreaterThan(900);

  const left = steps - (await tab.evaluate(step));
  expect(left).toBeGreaterThan(steps / 2);
  const began = performance.now();
  await tab.evaluate(pressTrain);
  await expect.poll(() => tab.evaluate(status), { timeout: 60_000 }).toBe('finished');
  expect((performance.now() - began) / left).toBeLessThan(300);
  expect(await tab.evaluate(() => document.visibilityState)).toBe('hidden');
  await expect.poll(async () => (await keptRuns(tab))[0]?.losses).toEqual(unbroken);
  await browser.close();
});

/** Milliseconds of the slower of two timers of one, one set by the other. */
async function timeOfTimers(): Promise<number> {
  const times: number[] = [];
  for (let i = 0; i < 2; i++) {
    const began = performance.now();
    await new Promise((resolve) => setTimeout(resolve, 1));
    times.push(performance.now() - began);
  }
  return Math.max(...times);
}
