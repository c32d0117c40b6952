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

/** Opens the page and waits until the engine and the built-in scenes are there. */
async function openLab(page: Page): Promise<void> {
  await page.goto('/');
  await expect(page.getByTestId('train-button')).toBeEnabled();
  await expect(page.getByTestId('backend-badge')).not.toHaveAttribute('data-backend', 'none');
}
