/** @file The page comes up: isolated, silent, and fit for everyone in every view and both colour schemes. */
import AxeBuilder from '@axe-core/playwright';
import { expect, type Page, test } from '@playwright/test';

test('the page opens cross-origin isolated, ready to train, without a word on the console', async ({ page }) => {
  const said: string[] = [];
  page.on('console', (message) => said.push(`${message.type()}: ${message.text()}`));
  page.on('pageerror', (error) => said.push(`uncaught: ${error.message}`));
  page.on('requestfailed', (request) => said.push(`failed: ${request.url()}`));
  await openLab(page);
  expect(await page.evaluate(() => crossOriginIsolated)).toBe(true);
  expect(said).toEqual([]);
});

for (const colorScheme of ['light', 'dark'] as const) {
  test(`axe finds nothing to complain of in any view, ${colorScheme}`, async ({ page }) => {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    await openLab(page);
    const stages = page.getByRole('navigation', { name: 'Stages' }).getByRole('listitem').getByRole('button');
    expect(await stages.count()).toBeGreaterThanOrEqual(2);
    for (const stage of await stages.all()) {
      await stage.click();
      await expect(page.getByRole('img').first()).toBeVisible();
      const { violations } = await new AxeBuilder({ page }).analyze();
      const found = violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`);
      expect(found, await stage.innerText()).toEqual([]);
    }
  });
}

/** Opens the page and waits until the engine and the built-in scenes are there. */
async function openLab(page: Page): Promise<void> {
  await page.goto('/');
  await expect(page.getByTestId('train-button')).toBeEnabled();
  await expect(page.getByTestId('backend-badge')).not.toHaveAttribute('data-backend', 'none');
}
