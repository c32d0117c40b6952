/** @file The page comes up: isolated and silent. */
import type { Page } from '@playwright/test';
import { expect, test } from './closed-doors';

test('the page opens cross-origin isolated, ready to train, without a word on the console', async ({ page }) => {
  const said: string[] = [];
  page.on('console', (message) => said.push(`${message.type()}: ${message.text()}`));
  page.on('pageerror', (error) => said.push(`uncaught: ${error.message}`));
  page.on('requestfailed', (request) => said.push(`failed: ${request.url()}`));
  await openLab(page);
  expect(await page.evaluate(() => crossOriginIsolated)).toBe(true);
  expect(said).toEqual([]);
});

test('the bar is there before the program, and does not move when that comes', async ({ page }) => {
  let letGo = () => {};
  const held = new Promise<void>((resolve) => {
    letGo = resolve;
  });
  await page.route('**/assets/lab-*.js', async (route) => {
    await held;
    await route.continue();
  });
  await page.goto('/', { waitUntil: 'commit' });
  await expect(page.getByText('SSD Lab', { exact: true })).toBeVisible();
  await expect(page.getByTestId('train-button')).toHaveCount(0);
  const logo = page.locator('img').first();
  const before = await logo.boundingBox();
  letGo();
  await expect(page.getByTestId('train-button')).toBeVisible();
  expect(await logo.boundingBox()).toEqual(before);
});

/** Opens the page and waits until the engine and the built-in scenes are there. */
async function openLab(page: Page): Promise<void> {
  await page.goto('/');
  await expect(page.getByTestId('train-button')).toBeEnabled();
  await expect(page.getByTestId('backend-badge')).not.toHaveAttribute('data-backend', 'none');
}
