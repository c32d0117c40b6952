/** @file Nothing is lost: after a killed worker, a reload, a damaged checkpoint or a lost GPU a run goes on as if unbroken. */
import { type Browser, chromium } from '@playwright/test';
import { findChromium } from '../src/headless/chromium';
import { BareTab } from './bare-tab';
import { expect, test } from './closed-doors';
import { checkpointFiles, damageNewestCheckpoint, keptRuns } from './kept-runs';
import { LabPage, quickRun } from './lab-page';

const steps = 60;
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
  for (let step = 1; step <= checkpoints; step++) {
    await lab.at('step-button').click();
    await lab.reachesStep(step);
    await lab.reaches('paused');
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

test('a run goes on where the disk is full, says so, and keeps what it has', async ({ browser }) => {
  const lab = await freshLab(browser);
  await runWithCheckpoints(lab, 1);
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

  // So does one whose device is destroyed.
  await lab.at('reset-button').click();
  await lab.isReady();
  await lab.at('step-button').click();
  await lab.reaches('paused', 90_000);
  await lab.page.evaluate(() => dispatchEvent(new Event('pagehide')));
  await expect.poll(async () => (await keptRuns(lab.page)).some(({ checkpoint }) => checkpoint === 1)).toBe(true);
  const worker = lab.page.workers().find((one) => one.url().includes('lab.worker'))!;
  await worker.evaluate(destroyDevice);
  await lab.at('train-button').first().click();
  await lab.reaches('failed');
  await lab.page.getByRole('button', { name: 'Back to step 1' }).first().click();
  await lab.reaches('paused', 90_000);
  await lab.at('train-button').first().click();
  await lab.reaches('finished', 90_000);

  // As a third does to which nothing happens.
  await lab.at('reset-button').click();
  await lab.isReady();
  await lab.at('train-button').first().click();
  await lab.reaches('finished', 90_000);
  await expect
    .poll(async () => (await keptRuns(lab.page)).map(({ status }) => status))
    .toEqual(Array(3).fill('finished'));
  const [first, second, third] = await keptRuns(lab.page);
  expect(first.losses).toHaveLength(12);
  expect(second.losses).toEqual(first.losses);
  expect(third.losses).toEqual(first.losses);
  expect(lab.errors).toEqual([]);
  await lab.page.context().close();
});

/** Destroys the device of the next command that the engine encodes. */
function destroyDevice(): void {
  const { prototype } = GPUDevice;
  const create = prototype.createCommandEncoder;
  prototype.createCommandEncoder = function (...args) {
    prototype.createCommandEncoder = create;
    const encoder = create.apply(this, args);
    this.destroy();
    return encoder;
  };
}

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
