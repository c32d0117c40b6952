/** @file A detector learns on software WebGPU, as a person would have it: choose the model and the engine, press Train. */
import type { Page } from '@playwright/test';
import { expect, test } from './closed-doors';
import { LabPage } from './lab-page';

test('200 steps on WebGPU learn to find cars, cats and persons', async ({ page }) => {
  test.setTimeout(600_000);
  const lab = new LabPage(page);
  await lab.open();
  await lab.at('setting-model').selectOption('ssd_64_smoke');
  await lab.chooseBackend('WebGPU');
  await lab.isReady();
  await expect(lab.at('backend-badge')).toHaveText('WebGPU, software');
  await expect(lab.at('setting-batch')).toHaveValue('16');

  await lab.at('train-button').first().click();
  await lab.reachesStep(1);
  const firstLoss = await lab.value('loss-confidence', 'data-raw');
  await watchLiveTensors(page);
  await lab.reachesStep(60, 300_000);
  expect(await lab.value('loss-confidence')).toBeLessThan(firstLoss / 2);
  await lab.reaches('finished', 500_000);

  expect(await lab.step()).toBe(200);
  expect(await lab.value('loss-confidence')).toBeLessThan(3);
  expect(await lab.value('map07')).toBeGreaterThanOrEqual(0.45);
  expect(await shownLiveTensors(page)).toHaveLength(1);
  await expect(lab.at('detections-step')).toHaveAttribute('data-step', '200');
  const images = lab.at('detection-cell').getByRole('img', { name: /[1-9]\d* true/ });
  expect(await images.count()).toBeGreaterThanOrEqual(4);
  await lab.show('data');
  await expect(lab.at('data-val-images')).toHaveText('100');
  expect(lab.errors).toEqual([]);
});

declare global {
  var liveTensors: Set<string>;
}

/** Notes every count of live tensors that the page shows from now on. */
async function watchLiveTensors(page: Page): Promise<void> {
  await page.evaluate(() => {
    globalThis.liveTensors = new Set();
    new MutationObserver(() => {
      for (const term of document.querySelectorAll('dt')) {
        if (term.textContent === 'Live tensors') globalThis.liveTensors.add(term.nextElementSibling?.textContent ?? '');
      }
    }).observe(document.body, { subtree: true, childList: true, characterData: true });
  });
}

function shownLiveTensors(page: Page): Promise<string[]> {
  return page.evaluate(() => [...globalThis.liveTensors]);
}
