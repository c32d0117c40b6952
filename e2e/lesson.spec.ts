/** @file The lesson from its first page to its last, links that start at a page or leave parts out, and one mind in all panels. */
import { expect, test } from './closed-doors';
import { LabPage, quickRun } from './lab-page';

/** What the reader says, by page and question, and what the lab must answer. */
const answers: Record<string, Record<string, { say: string; truth: string | RegExp }>> = {
  outputs: { anchors: { say: '9000', truth: '9000' } },
  matching: { 'positives-1': { say: '1', truth: '13' }, 'positives-2': { say: '23', truth: '23' } },
  negatives: { 'hard-negatives': { say: '40', truth: '39' }, 'empty-image': { say: '0', truth: '0' } },
  divisor: { 'batch-divisor': { say: '36', truth: '36' }, dominant: { say: '0', truth: '1' } },
  printed: { factor: { say: '21', truth: '21' } },
  crowd: { 'lone-share': { say: '35', truth: '18' }, 'lone-sample': { say: 'more', truth: 'more' } },
  start: { 'uniform-std': { say: '0.04', truth: /^0\.0404/ }, 'xavier-wider': { say: 'narrower', truth: 'wider' } },
  silence: { 'zero-logits': { say: '3', truth: /^12\.178/ } },
  scores: { argmax: { say: 'dog', truth: 'dog' }, 'per-class': { say: 'dog', truth: 'dog cat' } },
  weights: { 'better-decoder': { say: 'per-class', truth: /^(per-class|argmax|neither)$/ } },
  seeds: { 'false-gains': { say: '1', truth: '24' } },
  end: {},
};

test('the lesson is finished by keys alone: each answer is predicted, then revealed', async ({ page }) => {
  const lab = new LabPage(page);
  await lab.open(`train/${quickRun}&steps=20`);
  await lab.isReady();
  await tabTo(lab, 'lesson-start');
  await page.keyboard.press('Enter');

  for (const [id, questions] of Object.entries(answers)) {
    await expect(lab.at('lesson')).toHaveAttribute('data-page', id);
    await expect(lab.at('lesson-title')).toBeFocused();
    if (id === 'weights') {
      await page.keyboard.press('Space');
      await lab.reaches('finished');
    }
    for (const [question, { say, truth }] of Object.entries(questions)) {
      await predict(lab, question, say);
      if (id === 'weights') {
        await expect(lab.at(`reveal-${question}`)).toContainText('press Compare');
        await tabTo(lab, 'compare-decoders');
        await page.keyboard.press('Enter');
      }
      const verdict = lab.at(`reveal-${question}`).locator('[data-truth]');
      await expect(verdict).toHaveAttribute('data-truth', truth);
      if (say === truth) await expect(verdict).toHaveAttribute('data-verdict', 'right');
    }
    await expect(lab.at('lesson')).toHaveAttribute('data-complete', 'true');
    if (id !== 'end') {
      await tabTo(lab, 'lesson-next');
      await page.keyboard.press('Enter');
    }
  }
  await expect(lab.at('lesson-done')).toHaveAttribute('data-value', String(Object.keys(answers).length));
  await tabTo(lab, 'lesson-finish');
  await page.keyboard.press('Enter');
  await expect(lab.at('lesson')).toHaveCount(0);
  await expect(lab.at('lesson-button')).toBeFocused();
  expect(lab.errors).toEqual([]);
});

async function predict(lab: LabPage, question: string, say: string): Promise<void> {
  const isNumber = (await lab.at(`guess-${question}`).count()) > 0;
  await tabTo(lab, isNumber ? `guess-${question}` : `choice-${question}-${say.replaceAll(' ', '-')}`);
  if (isNumber) await lab.page.keyboard.type(say);
  await lab.page.keyboard.press('Enter');
}

/** Presses Tab until the control has the focus, as someone without a mouse does. */
async function tabTo(lab: LabPage, testId: string): Promise<void> {
  await expect(lab.at(testId)).toBeVisible();
  for (let presses = 0; presses < 200; presses++) {
    await lab.page.keyboard.press('Tab');
    if (await lab.at(testId).evaluate((element) => element === document.activeElement)) return;
  }
  throw new Error(`tabTo: "${testId}" did not get the focus in 200 presses of Tab`);
}

test.describe('on a page of its own', () => {
  let lab: LabPage;
  test.beforeAll(async ({ browser }) => {
    lab = await LabPage.inNewPage(browser);
  });
  test.afterEach(() => expect(lab.errors).toEqual([]));
  test.afterAll(() => lab.page.close());

  test('a link starts at a page, which sets its panel up; Escape closes it and leaves the panel', async () => {
    await lab.open(`train/${quickRun}?lesson=matching`);
    await expect(lab.at('lesson')).toHaveAttribute('data-page', 'matching');
    await expect(lab.page.getByRole('heading', { name: 'Anchors', exact: true })).toBeVisible();
    await expect(lab.at('positives')).toBeHidden();
    for (const question of ['positives-1', 'positives-2']) {
      await lab.at(`guess-${question}`).fill('5');
      await lab.at(`predict-${question}`).click();
    }
    await expect(lab.at('positives')).toBeVisible();
    await expect(lab.at('positives')).toHaveText('13');
    await lab.at('deed-image-2').click();
    await expect(lab.at('positives')).toHaveText('23');
    await lab.at('lesson-title').focus();
    await lab.page.keyboard.press('Escape');
    await expect(lab.at('lesson')).toHaveCount(0);
    await expect(lab.page).not.toHaveURL(/lesson=/);
    await expect(lab.at('positives')).toHaveText('23');
  });

  test('a page that there is not is named', async () => {
    await lab.open(`train/${quickRun}?lesson=anchovies`);
    expect(await lab.takeFailure('Part of the link could not be used')).toContain('"anchovies" is not a page');
  });

  test('a term opens its definition with the numbers of the moment, and closes without closing the lesson', async () => {
    await lab.open(`train/${quickRun}?lesson=divisor`);
    await lab.at('term-batch-wise').click();
    const card = lab.at('term-batch-wise-card');
    await expect(card).toContainText('13 + 23 = 36');
    await expect(card.locator('math')).toBeVisible();
    await lab.page.keyboard.press('Escape');
    await expect(card).toHaveCount(0);
    await expect(lab.at('term-batch-wise')).toBeFocused();
    await expect(lab.at('lesson')).toBeVisible();

    await lab.page.keyboard.press('Escape');
    await lab.page.keyboard.press('g');
    await lab.at('glossary-sample-wise').locator('summary').click();
    await expect(lab.at('glossary-sample-wise')).toContainText('13 + 23 = 36');
    await lab.page.keyboard.press('Escape');
    await expect(lab.at('glossary-sample-wise')).toBeHidden();
  });

  test("an instructor's link starts at a page without the parts it leaves out, and they can be had back", async () => {
    await lab.open(`train/${quickRun}`);
    await lab.at('share-button').click();
    await lab.at('share-start').selectOption('divisor');
    for (const part of ['data', 'init', 'run-controls', 'engine', 'inspector']) await lab.at(`hide-${part}`).check();
    await expect(lab.at('hide-loss')).toBeDisabled();
    const link = await lab.at('share-link').inputValue();
    await lab.page.goto('about:blank');
    await lab.page.goto(link);

    await expect(lab.at('lesson')).toHaveAttribute('data-page', 'divisor');
    await expect(lab.at('nav-loss')).toBeVisible();
    for (const part of ['nav-data', 'nav-init', 'train-button', 'backend-badge', 'inspector']) {
      await expect(lab.at(part)).toBeHidden();
    }
    await lab.page.keyboard.press('1');
    await expect(lab.page.getByRole('heading', { name: 'Loss', exact: true, level: 1 })).toBeVisible();
    await lab.at('show-everything').click();
    for (const part of ['nav-data', 'nav-init', 'train-button', 'backend-badge', 'inspector']) {
      await expect(lab.at(part)).toBeVisible();
    }
    await expect(lab.at('show-everything')).toHaveCount(0);
  });

  test('predictors re-initialised in Init change the loss, and the link has them', async () => {
    await lab.open(`loss/${quickRun}`);
    const total = () => lab.value('loss-training-batch-batch-total');
    await expect.poll(total, { timeout: 60_000 }).toBeGreaterThan(0);
    const before = await total();
    await lab.at('nav-init').click();
    await lab.at('init-apply').click();
    await expect(lab.page).toHaveURL(/reinit=/);
    await lab.at('nav-loss').click();
    await expect.poll(total).not.toBe(before);
    const after = await total();
    await lab.page.reload();
    await expect.poll(total, { timeout: 60_000 }).toBe(after);
  });

  test('an image selected in Data is selected in Anchors, Loss and Decode, and after a reload', async () => {
    await lab.open(`data/${quickRun}`);
    await lab.at('sample-cell').nth(2).click();
    await expect(lab.page).toHaveURL(/image=train\.2/);
    const selected = lab.page.locator('[data-testid=batch-image][aria-pressed=true]');
    for (const panel of ['anchors', 'loss', 'decode']) {
      await lab.at(`nav-${panel}`).click();
      await expect(selected).toHaveAttribute('data-image', 'train.2', { timeout: 60_000 });
    }
    await lab.page.reload();
    await expect(lab.page.getByRole('heading', { name: 'Decode', exact: true })).toBeVisible();
    await expect(selected).toHaveAttribute('data-image', 'train.2', { timeout: 60_000 });
  });
});
