/** @file A run that leaves the finite numbers is explained, and goes on from its last good step. */
import { AxeBuilder } from '@axe-core/playwright';
import { expect, test } from './closed-doors';
import { keptRuns } from './kept-runs';
import { LabPage, quickRun } from './lab-page';

/** Weight decay times the rate is 5, so every step multiplies the weights by -4; a tenth of the rate is stable. */
const steps = 30;
const unstable = `train/${quickRun}&steps=${steps}&opt=sgd&lr=10&sched=constant&wd=0.5&warm=0&aug=flip.crop`;

test('a rate that is too high is named with step, term and growth, and a tenth of it trains on from the last good step', async ({
  page,
}) => {
  const lab = new LabPage(page);
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await lab.open(unstable);
  await lab.isReady();
  for (const step of [1, 2]) {
    await lab.at('step-button').click();
    await lab.reachesStep(step);
    await lab.reaches('paused');
  }
  await page.evaluate(() => dispatchEvent(new Event('pagehide')));
  await expect.poll(async () => (await keptRuns(page))[0]?.checkpoint).toBe(2);
  await lab.at('train-button').first().click();
  await lab.reaches('failed');

  const report = lab.at('fault-report');
  await expect(report).toHaveAttribute('data-cause', 'learning-rate');
  const [, step] = / at step (\d+)$/.exec(await lab.at('fault-first-not-finite').innerText())!;
  expect(Number(step)).toBeGreaterThan(2);
  await expect(lab.at('fault-cause')).toContainText(
    /The learning rate of 10 made the weights grow: .* at step 2 to \S+\.$/,
  );
  await expect(lab.at('fault-from')).toContainText('from its last checkpoint, of step 2.');
  await expect(lab.at('failure-message')).toContainText('made the weights grow');
  // The last steps end with the faulty one.
  await expect(report.getByRole('rowheader', { name: /^\d+$/ }).last()).toHaveText(step);

  await lab.at('fault-replay').press('Enter');
  await expect(lab.at('faulty-image')).toHaveCount(4);
  const { violations } = await new AxeBuilder({ page }).analyze();
  expect(violations.map(({ id }) => id)).toEqual([]);

  await lab.show('data');
  await page.getByRole('button', { name: 'See the cause' }).press('Enter');
  await report.getByRole('button', { name: 'A tenth of the learning rate' }).press('Enter');
  await lab.reaches('finished');
  await expect(report).toHaveCount(0);
  await expect.poll(async () => (await keptRuns(page))[0].losses.length).toBe(steps);
  const [kept] = await keptRuns(page);
  expect(kept.losses.every(Number.isFinite)).toBe(true);
  expect(kept.config).toMatchObject({ optimizer: { learningRate: 1 } });
  expect(lab.errors).toEqual([]);
});

test('a batch beyond the memory is offered in micro-batches that fit', async ({ page }) => {
  const lab = new LabPage(page);
  await lab.open('train/v1&backend=wasm&train=32&val=8&batch=4096&eval=0');
  await lab.isReady();
  await lab.at('train-button').first().click();
  const offer = lab.at('failure-banner').getByRole('button', { name: /^Train in \d+ micro-batches$/ });
  await expect(offer).toHaveCount(1);
  await expect(lab.at('failure-message')).toContainText('batch 4096 needs about');
  expect(lab.errors).toEqual([]);
});
