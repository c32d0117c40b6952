/** @file The Loss stage: the tutorial's numbers, sums that can be checked by hand, what-if batches, and links. */
import { expect, test } from './closed-doors';
import { LabPage, quickRun } from './lab-page';

const tutorial = 'batch=tutorial.0_tutorial.1';

/** Source: the goldens of the tutorial's two images, cases tutorial_seed1 and tutorial_zero_logits. */
const goldens = {
  random: {
    'training batch confidence': [9.62189094, 16.9695892],
    'training batch localization': [1.52783561, 2.83813221],
    'training batch total': [11.1497266, 19.8077214],
    'training sample confidence': [26.6452365, 26.5610961],
    'training sample localization': [4.23092939, 4.44229389],
    'printed batch confidence': [202.05971, 356.361373],
    'printed batch localization': [1.52783561, 2.83813221],
    'printed sample confidence': [559.549966, 557.783018],
    'printed sample localization': [4.23092939, 4.44229389],
    'mean undivided confidence': [0.0396688129, 0.0699616594],
    'mean undivided localization': [0.0015747275, 0.00292523934],
    'mean batch confidence': [0.00110191147, 0.00194337943],
    'mean sample localization': [0.000121132885, 0.000127184319],
  },
  zero: {
    'training batch confidence': [4.39764352, 7.78044623],
    'training sample confidence': [12.1780898, 12.1780898],
    'printed batch confidence': [92.3505139, 163.389371],
    'printed sample confidence': [255.739885, 255.739885],
    'printed sample localization': [3.20923712, 3.13129684],
    'mean batch localization': [3.31794314e-5, 5.7276419e-5],
  },
};

/** Every number of the case, as computed and as printed, to the tolerance of the goldens. */
async function expectGoldens(lab: LabPage, predictions: keyof typeof goldens): Promise<void> {
  for (const [name, expected] of Object.entries(goldens[predictions])) {
    const [form, norm, part] = name.split(' ');
    for (const [image, value] of expected.entries()) {
      const cell = `loss-${form}-${image}-${norm}-${part}`;
      await expect(async () => {
        expect(Math.abs((await lab.value(cell)) / value - 1), cell).toBeLessThan(1e-5);
      }).toPass({ timeout: 20_000 });
      expect(Math.abs(Number(await lab.at(cell).innerText()) / value - 1), cell).toBeLessThan(1.5e-5);
    }
  }
}

test("the tutorial's two images show the numbers of the tutorial, and each opens a sum that adds up", async ({
  page,
}) => {
  const lab = new LabPage(page);
  await lab.open(`loss/${quickRun}?${tutorial}`);
  await expect(lab.at('loss-printed')).toBeVisible({ timeout: 60_000 });
  expect(await lab.value('divisor-training-batch-0')).toBe(36);
  expect([await lab.value('divisor-training-sample-0'), await lab.value('divisor-training-sample-1')]).toEqual([
    13, 23,
  ]);
  await expectGoldens(lab, 'random');
  await expect(lab.at('note-rescaling')).toContainText('21 times too large');
  await expect(lab.at('note-divisors')).toContainText('13 + 23 = 36');

  await lab.at('explain-loss-printed-0-sample-confidence').click();
  const card = lab.at('explain-loss-printed-0-sample-confidence-card');
  await expect(card).toBeVisible();
  const valueIn = async (testId: string) => Number(await card.getByTestId(testId).getAttribute('data-value'));
  const terms = await card.getByTestId('summand').evaluateAll((rows) => rows.map((row) => Number(row.dataset.value)));
  const added = terms.reduce((sum, term) => sum + term, 0) + (await valueIn('summands-rest'));
  expect(added).toBeCloseTo(await valueIn('summands-total'), 6);
  await expect(card).toContainText('Sum over 52 anchors');
  const result = Number(await card.getByTestId('arithmetic-result').innerText());
  expect(((await valueIn('summands-total')) * 21) / 13 / result).toBeCloseTo(1, 4);
  await page.keyboard.press('Escape');
  await expect(card).toHaveCount(0);

  await lab.at('predictions-switch').getByText('Zero logits').click();
  await expectGoldens(lab, 'zero');
  expect(lab.errors).toEqual([]);
});

test('a batch is built by hand: 1 object beside 12, an image without any, and the link restores it', async ({
  page,
}) => {
  const lab = new LabPage(page);
  await lab.open(`loss/${quickRun}`);
  await expect(lab.at('loss-training')).toBeVisible({ timeout: 60_000 });

  await lab.at('preset-one-beside-twelve').click();
  await expect(lab.at('objects-0')).toHaveAttribute('data-value', '1');
  await expect(lab.at('objects-1')).toHaveAttribute('data-value', '12');
  await expect(lab.at('share-loss-batch-2')).toHaveCount(0);
  const [batchWise, sampleWise] = [await lab.value('share-loss-batch-0'), await lab.value('share-loss-sample-0')];
  expect(batchWise).toBeLessThan(0.35);
  expect(sampleWise).toBeGreaterThan(batchWise);

  await expect.poll(() => page.url()).toContain('boxes=');
  const before = page.url();

  // Keyboard alone: the only object of the first image goes.
  await lab.at('fewer-0').focus();
  await page.keyboard.press('Enter');
  await expect(lab.at('loss-training-0')).toContainText('no positives');
  await expect(lab.at('divisor-training-sample-0')).toContainText('max(1, 0)');
  expect(await lab.value('loss-training-0-sample-total')).toBe(0);
  expect(await lab.value('share-loss-batch-1')).toBe(1);

  const sum = await lab.value('loss-training-batch-batch-total');
  // The address is written a moment after the change.
  await expect.poll(() => page.url()).not.toBe(before);
  const link = page.url();
  await page.goto('about:blank');
  await page.goto(link);
  await expect(lab.at('loss-training-0')).toContainText('no positives', { timeout: 60_000 });
  await expect(lab.at('objects-1')).toHaveAttribute('data-value', '12');
  expect(await lab.value('loss-training-batch-batch-total')).toBeCloseTo(sum, 3);

  await lab.at('measure-weights').click();
  await expect(lab.at('share-weights-batch-1')).toHaveAttribute('data-value', '1');
  await lab.at('batch-reset').click();
  await expect(lab.at('batch-image')).toHaveCount(4);
  expect(lab.errors).toEqual([]);
});

test('predictors that start at 0 cost 4 ln K a positive under both norms, and a run shows both', async ({ page }) => {
  const lab = new LabPage(page);
  await lab.open(`loss/${quickRun}&reinit=predictors*constant(0)`);
  await expect(lab.at('loss-training')).toBeVisible({ timeout: 60_000 });
  const divisors = await lab.at('loss-training').locator('tbody [data-testid^=divisor-training-sample-]').count();
  expect(divisors).toBe(4);
  const perPositive = await lab.value('loss-training-0-sample-confidence');
  for (const image of [1, 2, 3]) {
    expect(await lab.value(`loss-training-${image}-sample-confidence`)).toBeCloseTo(perPositive, 4);
  }
  expect(perPositive).toBeCloseTo(4 * Math.log(21), 4);

  await lab.at('step-button').click();
  await lab.reachesStep(1);
  await expect(lab.at('live-shares')).toHaveAttribute('data-step', '1');
  await expect(lab.at('live-batch')).toHaveText(/\d/);
  await expect
    .poll(async () => Math.abs((await lab.value('loss-training-0-sample-confidence')) - perPositive))
    .toBeGreaterThan(0.001);
  expect(lab.errors).toEqual([]);
});
