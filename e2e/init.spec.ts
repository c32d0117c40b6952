/** @file Init as a reader uses it: other starts for the predictors, their weights, logits and first steps, and the link. */
import { expect, test } from './closed-doors';
import { LabPage, quickRun } from './lab-page';

test.describe.configure({ mode: 'serial' });

let lab: LabPage;

test.beforeAll(async ({ browser }) => {
  lab = await LabPage.inNewPage(browser);
  await lab.open(`init/${quickRun}`);
  await expect(lab.at('std-before')).toHaveAttribute('data-within', 'true', { timeout: 60_000 });
});
test.afterEach(() => expect(lab.errors).toEqual([]));
test.afterAll(() => lab.page.close());

/** Chooses a scheme as a person does and applies it to what is targeted. */
async function apply(kind: string, ...words: string[]): Promise<void> {
  await lab.at('scheme-kind').selectOption(kind);
  for (const [i, word] of words.entries()) {
    const field = lab.at(`scheme-word-${i}`);
    const isChoice = await field.evaluate((element) => element instanceof HTMLSelectElement);
    await (isChoice ? field.selectOption(word) : field.fill(word));
  }
  await lab.at('init-apply').click();
}

/** The measured std of the present weights lies in the band around the expected one, which is as given. */
async function stdIsNear(wanted: number): Promise<void> {
  const row = lab.at('std-after');
  await expect.poll(async () => Number(await row.getAttribute('data-expected'))).toBeCloseTo(wanted, 4);
  await expect(row).toHaveAttribute('data-within', 'true');
  const value = await lab.value('std-after');
  expect(value).toBeGreaterThan(await lab.value('std-after', 'data-low'));
  expect(value).toBeLessThan(await lab.value('std-after', 'data-high'));
  expect(Math.abs(value / wanted - 1)).toBeLessThan(0.03);
}

test('all predictors start by Uniform(0.07), and their std is 0.07 / sqrt 3', async () => {
  expect(await lab.value('parameter-count')).toBe(8);
  await apply('uniform', '0.07');
  await stdIsNear(0.07 / Math.sqrt(3));
  await expect(lab.at('live-formula')).toContainText('std = c / √3 = 0.04041');
});

test('all predictors start by Xavier(gaussian, out, 2), each by its own fan-out', async () => {
  await apply('xavier', 'gaussian', 'out', '2');
  await expect(lab.at('init-applied')).toHaveCount(1);
  // 24,192 + 36,288 weights with fan-out 84 · 9, and 4,608 + 6,912 with 16 · 9.
  const [classes, boxes] = [24_192 + 36_288, 4_608 + 6_912];
  await stdIsNear(Math.sqrt((classes * (2 / 756) + boxes * (2 / 144)) / (classes + boxes)));
  await expect(lab.at('live-formula')).toContainText('σ = √(2 / 756) = 0.05143');
});

test('the logits of the batch spread, against 4 ln 21 of zero logits', async () => {
  await expect(lab.at('logit-effects')).toHaveAttribute('data-busy', 'false');
  const loss = {
    before: await lab.value('initial-confidence-before'),
    after: await lab.value('initial-confidence-after'),
  };
  expect(loss.before).toBeGreaterThan(4 * Math.log(21));
  expect(loss.after).toBeGreaterThan(loss.before);
  expect(await lab.value('entropy-after')).toBeLessThan(await lab.value('entropy-before'));
  await lab.page.getByRole('button', { name: '12.178' }).click();
  await expect(lab.page.getByRole('dialog')).toContainText('3 hard negatives');
  await lab.page.keyboard.press('Escape');
});

test('one parameter alone departs from its group, and by keyboard', async () => {
  await lab.at('parameter-predictor1.boxes.filter').focus();
  await lab.page.keyboard.press('Space');
  await expect(lab.at('init-inspector')).toHaveAttribute('data-name', 'predictor1.boxes.filter');
  await apply('constant', '0');
  await expect(lab.at('init-applied')).toHaveCount(2);
  await expect.poll(() => lab.value('std-after')).toBe(0);
  await lab.at('parameter-predictor1.boxes.filter').uncheck();
  await lab.at('parameter-predictor2.boxes.filter').check();
  await stdIsNear(Math.sqrt(2 / 144));
});

test('a scheme that a bias cannot have is refused in words', async () => {
  await lab.at('parameter-predictor2.boxes.filter').uncheck();
  await lab.at('parameter-predictor1.classes.bias').check();
  await lab.at('scheme-kind').selectOption('xavier');
  await expect(lab.at('scheme-problem')).toContainText('no fans');
  await expect(lab.at('init-apply')).toBeDisabled();
  await lab.at('scheme-kind').selectOption('uniform');
  await lab.at('scheme-word-0').fill('-1');
  await expect(lab.at('scheme-problem')).toContainText('got "-1"; expected a number above 0');
});

test('the link restores the re-initialisations and what is selected', async () => {
  await expect.poll(() => lab.page.url()).toContain('reinit=');
  await expect.poll(() => lab.page.url()).toContain('predictor1.classes.bias');
  await lab.page.reload();
  await expect(lab.at('init-applied')).toHaveCount(2);
  await expect(lab.at('init-applied').first()).toHaveAttribute('data-scheme', 'xavier(gaussian,out,2)');
  await expect(lab.at('parameter-predictor1.classes.bias')).toBeChecked();
});

test('restore all brings the usual start back', async () => {
  await lab.at('init-remove').last().click();
  await expect(lab.at('init-applied')).toHaveCount(1);
  await lab.at('init-restore').click();
  await expect(lab.at('init-applied')).toHaveCount(0);
  await expect(lab.at('std-after')).toHaveCount(0);
  await expect.poll(() => lab.page.url()).not.toContain('reinit=');
});

test('a trial trains two starts side by side', async () => {
  for (const scheme of ['xavier(gaussian,out,2)', 'normal(0.01)', 'constant(0)']) {
    await lab.at(`trial-scheme-${scheme}`).uncheck();
  }
  await lab.at('trial-steps').fill('4');
  await lab.at('trial-start').click();
  await expect(lab.at('trial')).toHaveAttribute('data-running', 'false', { timeout: 60_000 });
  await expect(lab.at('trial-row')).toHaveCount(2);
  for (const row of await lab.at('trial-row').all()) await expect(row).toHaveAttribute('data-steps', '4');
  for (const term of ['confidence', 'localization']) {
    await expect(lab.at(`trial-${term}`)).toHaveAttribute('data-steps', '4');
    await expect(lab.at(`trial-${term}`).locator('.recharts-curve')).toHaveCount(2);
  }
});

test('nothing is re-initialised or tried under a run', async () => {
  await lab.at('step-button').click();
  await lab.reaches('paused');
  await expect(lab.at('init-apply')).toBeDisabled();
  await expect(lab.at('init-note')).toContainText('Reset it');
  await expect(lab.at('trial-start')).toBeDisabled();
  await expect(lab.at('std-run')).toHaveAttribute('data-value', /^0\.0\d+$/);
});
