/** @file A browser that offers no WebGPU: the lab says so and computes on WASM. */

import { findChromium, plainFlags } from '../src/headless/chromium';
import { expect, test } from './closed-doors';
import { LabPage, quickRun } from './lab-page';

const executablePath = findChromium();
const args = [...plainFlags, '--disable-gpu', '--disable-features=WebGPU'];
test.use({ launchOptions: { ...(executablePath && { executablePath }), args } });

test('the automatic choice is WASM and says why', async ({ page }) => {
  const lab = new LabPage(page);
  await lab.open(`train/${quickRun}`.replace('&backend=wasm', ''));
  await lab.isReady();
  await expect(lab.at('backend-badge')).toHaveAttribute('data-backend', 'wasm');
  await lab.at('backend-badge').click();
  await expect(lab.at('backend-reason')).toHaveText('There is no WebGPU here; WASM is the fastest way on the CPU.');
  await page.keyboard.press('Escape');
  await lab.canTrain();
  expect(lab.errors).toEqual([]);
});

test('a forced WebGPU says what is missing, and one click goes on with WASM', async ({ page }) => {
  const lab = new LabPage(page);
  await lab.open(`train/${quickRun}`.replace('wasm', 'webgpu'));
  await expect(lab.at('failure-title')).toHaveText('No compute engine could be opened');
  await expect(lab.at('failure-message')).toHaveText(
    /^WebGPU was chosen, but (this browser does not offer it|the browser found no adapter)\. Choose "auto" or "wasm"\.$/,
  );
  await expect(lab.at('train-button')).toBeDisabled();
  await page.getByRole('button', { name: 'Use WASM' }).click();
  await lab.canTrain();
  expect(lab.errors).toEqual([]);
});
