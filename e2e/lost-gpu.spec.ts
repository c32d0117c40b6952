/** @file A lost GPU, by a crash of its process and by a device that is destroyed: software WebGPU takes its time. */
import { expect, test } from './closed-doors';
import { freshLab, runWithCheckpoints } from './interrupted';
import { keptRuns } from './kept-runs';
import { quickRun } from './lab-page';

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
