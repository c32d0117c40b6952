/** @file A browser without WebGPU: the lab trains on WASM and says why. */
import { expect, test } from '@playwright/test';
import { findChromium, plainFlags } from '../src/headless/chromium';

const executablePath = findChromium();
test.use({ launchOptions: { ...(executablePath && { executablePath }), args: plainFlags } });

test('without WebGPU the lab chooses WASM, says why, and can train', async ({ page }) => {
  await page.goto('/');
  expect(await page.evaluate(async () => (await navigator.gpu?.requestAdapter()) ?? null)).toBeNull();
  const badge = page.getByTestId('backend-badge');
  await expect(badge).toHaveAttribute('data-backend', 'wasm');
  await badge.click();
  await expect(page.getByTestId('backend-reason')).toContainText(/WebGPU/);

  await page.keyboard.press('Escape');
  await page.getByTestId('step-button').click();
  await expect(page.getByTestId('step-counter')).toHaveAttribute('data-step', '1');
});
