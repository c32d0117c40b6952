/** @file Nothing that axe complains of: every panel, light and dark, wide and narrow, without and with the lesson. */
import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { expect, test } from './closed-doors';
import { LabPage, quickRun } from './lab-page';

const sizes = { wide: { width: 1440, height: 900 }, narrow: { width: 390, height: 844 } };
type Size = keyof typeof sizes;
/** The pages of the lesson that are about the panel, or that any panel can stand beside. */
const panels = {
  ...{ data: 'end', anchors: 'matching', loss: 'divisor', init: 'start', train: 'seeds', decode: 'weights' },
  compare: 'seeds',
};

let lab: LabPage;
test.beforeAll(async ({ browser }) => {
  // axe needs a context of its own; motion would let it see colours half-way.
  const context = await browser.newContext({ reducedMotion: 'reduce' });
  lab = new LabPage(await context.newPage());
});
test.afterEach(() => expect(lab.errors).toEqual([]));
test.afterAll(() => lab.page.context().close());

type Scheme = 'light' | 'dark';

async function expectNoViolation(page: Page, place: string, size: Size, colorScheme: Scheme): Promise<void> {
  await page.setViewportSize(sizes[size]);
  await page.emulateMedia({ colorScheme });
  await settled(page);
  await expectNone(page, `${place}, ${size}, ${colorScheme}`);
  const overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  expect(overflow, `${place}, ${size}, scrolls sideways by`).toBeLessThanOrEqual(0);
}

async function expectNone(page: Page, place: string): Promise<void> {
  // The other mode opens a page for what frames from elsewhere report; there are none.
  expect(page.frames(), place).toHaveLength(1);
  const { violations } = await new AxeBuilder({ page })
    .options({ resultTypes: ['violations'] })
    .setLegacyMode()
    .analyze();
  const found = violations.flatMap(({ id, nodes }) => nodes.map(({ target }) => `${id}: ${target.join(' ')}`));
  expect(found, place).toEqual([]);
}

/** What the panel asks of the engine is answered. */
async function settled(page: Page): Promise<void> {
  await expect(page.locator('main [aria-busy=true]')).toHaveCount(0, { timeout: 60_000 });
}

for (const [panel, lesson] of Object.entries(panels)) {
  test(`${panel}, wide and narrow, light and dark, without and with the lesson`, async () => {
    await lab.open(`${panel}/${quickRun}`);
    await lab.isReady();
    await expectNoViolation(lab.page, panel, 'wide', 'light');
    await expectNoViolation(lab.page, panel, 'narrow', 'dark');
    // The weights are named so that the link says more than its page, and the panel stays.
    await lab.follow(`${panel}/${quickRun}?lesson=${lesson}&weights=fresh`);
    await lab.isReady();
    await expect(lab.at('lesson')).toBeVisible();
    await expectNoViolation(lab.page, `${panel} with the lesson`, 'narrow', 'light');
    await expectNoViolation(lab.page, `${panel} with the lesson`, 'wide', 'dark');
  });
}

test('the tricks on the tutorial’s images, with answers revealed and a term open', async () => {
  await lab.open(`loss/${quickRun}?lesson=divisor`);
  await lab.at('guess-batch-divisor').fill('36');
  await lab.page.keyboard.press('Enter');
  await expect(lab.at('reveal-batch-divisor')).toContainText('13 + 23 = 36');
  await lab.at('term-batch-wise').click();
  await expect(lab.at('term-batch-wise-card')).toContainText('13 + 23 = 36');
  await expectNoViolation(lab.page, 'a term', 'narrow', 'dark');
  await lab.page.keyboard.press('Escape');
  await lab.at('lesson-contents').click();
  await expectNoViolation(lab.page, 'the pages of the lesson', 'wide', 'light');
});

test('the dialogs', async () => {
  await lab.open(`train/${quickRun}`);
  await lab.isReady();
  await lab.at('share-button').click();
  await expectNoViolation(lab.page, 'Share', 'narrow', 'light');
  await lab.page.keyboard.press('Escape');
  await lab.page.keyboard.press('g');
  await lab.at('glossary-map').locator('summary').click();
  await expectNoViolation(lab.page, 'Terms', 'wide', 'dark');
});

test('Train and Decode after a run', async () => {
  await lab.open(`train/${quickRun}&steps=20`);
  await lab.isReady();
  await lab.at('train-button').first().click();
  await lab.reaches('finished');
  await expectNoViolation(lab.page, 'train after a run', 'wide', 'dark');
  await lab.at('nav-decode').click();
  await lab.at('compare-decoders').click();
  await expect(lab.at('compare-result')).toBeVisible();
  await expectNoViolation(lab.page, 'decode after a run', 'narrow', 'light');
});
