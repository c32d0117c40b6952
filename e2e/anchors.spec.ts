/** @file The Anchors panel: the tutorial's numbers, and boxes changed by mouse, by keys and by numbers, with all that follows. */
import type { Locator } from '@playwright/test';
import { expect, test } from './closed-doors';
import { LabPage, quickRun } from './lab-page';

const tutorial = `anchors/${quickRun}?batch=tutorial.0_tutorial.1`;

// Each test goes on where the one before it ended.
test.describe.configure({ mode: 'serial' });

let lab: LabPage;
test.beforeAll(async ({ browser }) => {
  lab = await LabPage.inNewPage(browser);
});
test.afterEach(() => expect(lab.errors).toEqual([]));
test.afterAll(() => lab.page.close());

/** The counts of the shown image. */
async function expectCounts({ positives, negatives }: { positives: number; negatives: number }): Promise<void> {
  await expect(lab.at('positives')).toHaveText(String(positives));
  await expect(lab.at('hard-negatives')).toHaveText(String(negatives));
}

function box(index: number): Locator {
  return lab.at('anchor-box').nth(index);
}

async function sides(): Promise<string[]> {
  return Promise.all(['x1', 'y1', 'x2', 'y2'].map((side) => lab.at(`box-${side}`).inputValue()));
}

/** Presses at one point of the 300 x 300 network input and releases at another. */
async function drag(from: [number, number], to: [number, number]): Promise<void> {
  const frame = (await lab.at('anchor-canvas').boundingBox())!;
  const place = ([x, y]: [number, number]) =>
    [frame.x + (x * frame.width) / 300, frame.y + (y * frame.height) / 300] as const;
  const { mouse } = lab.page;
  await mouse.move(...place(from));
  await mouse.down();
  await mouse.move(...place(to), { steps: 5 });
  await mouse.up();
}

test("the tutorial's images have 13 and 23 positives and 39 and 69 hard negatives, each with its sum", async () => {
  await lab.open(tutorial);
  await expectCounts({ positives: 13, negatives: 39 });
  await lab.at('batch-image').nth(1).click();
  await expectCounts({ positives: 23, negatives: 69 });
  const numbers = await lab
    .at('object-row')
    .evaluateAll((rows) => rows.map((row) => row.getAttribute('data-positives')));
  expect(numbers.map(Number)[0]).toBe(7);
  expect(numbers.map(Number).reduce((a, b) => a + b)).toBe(23);
  await expect(lab.at('role-bipartite')).toHaveText('4');
  await expect(lab.at('role-tie')).toHaveText('6');
  await expect(lab.at('role-threshold')).toHaveText('13');
  await expect(lab.at('object-warning')).toHaveCount(2);
  await lab.at('positives').click();
  await expect(lab.page.getByRole('dialog', { name: 'Positive anchors' })).toContainText('4 bipartite + 6 by a tie');
  await lab.page.keyboard.press('Escape');
  await expect(lab.page.getByRole('img', { name: '23 of 8732 anchors are positive' })).toBeVisible();
});

test('an anchor tells its rule, its overlaps, its class and the four offsets of the goldens', async () => {
  await lab.at('batch-image').nth(0).click();
  await expectCounts({ positives: 13, negatives: 39 });
  await lab.at('anchor-next').click();
  const details = lab.at('anchor-details');
  await expect(details).toHaveAttribute('data-anchor', '6016');
  await expect(lab.at('anchor-role')).toHaveText('threshold');
  await expect(lab.at('class-target')).toHaveText('2, bicycle');
  await expect(lab.at('overlap-iou')).toHaveText('0.545');
  for (const [name, value] of Object.entries({ tx: '0.833', ty: '2.500', tw: '0.771', th: '0.771' })) {
    await expect(lab.at(`offset-${name}`)).toHaveText(value);
  }
  await lab.at('offset-tx').click();
  await expect(lab.page.getByRole('dialog', { name: 'Offset tx' })).toContainText('(45 − 40) / 60 / 0.1 = 0.833');
  await lab.page.keyboard.press('Escape');
  // Five further is the bipartite anchor; a cell by its numbers has anchors that take no part.
  for (let i = 0; i < 5; i++) await lab.at('anchor-next').click();
  await expect(details).toHaveAttribute('data-anchor', '6131');
  await expect(lab.at('anchor-role')).toHaveText('bipartite');
  await lab.at('cell-row').fill('18');
  await expect(details).toHaveAttribute('data-role', 'ignored');
  await expect(lab.at('class-target')).toHaveText('−1, ignored');
});

test('a box is dragged and resized by the mouse, and the counts follow', async () => {
  await drag([45, 55], [145, 155]);
  await expect(box(0)).toHaveAccessibleName(/Box 1, bicycle, 110 120 180 190;/);
  await expect(lab.at('settled')).toHaveText(/^Box 1: \d+ positives/);
  const moved = await lab.count('positives');
  expect(moved).not.toBe(13);
  await drag([180, 190], [240, 290]);
  expect(await sides()).toEqual(['110', '120', '240', '290']);
  const resized = await lab.count('positives');
  expect(resized).not.toBe(moved);
  await expect(lab.at('hard-negatives')).toHaveText(String(3 * resized));
});

test('a box is drawn beside the others and deleted, and a reset brings back what was there', async () => {
  await drag([20, 200], [90, 280]);
  await expect(lab.at('anchor-box')).toHaveCount(2);
  expect(await sides()).toEqual(['20', '200', '90', '280']);
  await box(1).press('Delete');
  await expect(lab.at('anchor-box')).toHaveCount(1);
  await lab.at('reset-boxes').click();
  await expectCounts({ positives: 13, negatives: 39 });
  await expect(box(0)).toHaveAccessibleName(/10 20 80 90/);
});

test('the keyboard alone moves, resizes, steps, deletes and adds', async () => {
  const { keyboard } = lab.page;
  await expect(lab.at('object-best-iou')).toHaveText('0.736');
  await lab.page.getByRole('radio', { name: "Tutorial's two" }).focus();
  await keyboard.press('Tab');
  await expect(box(0)).toBeFocused();
  for (let i = 0; i < 4; i++) await keyboard.press('ArrowRight');
  for (let i = 0; i < 3; i++) await keyboard.press('Shift+ArrowDown');
  await expect(box(0)).toHaveAccessibleName(/14 20 84 93/);
  await lab.at('key-step').getByText('16 px').click();
  await box(0).press('ArrowDown');
  await expect(box(0)).toHaveAccessibleName(/14 36 84 109/);
  await expect(lab.at('object-best-iou')).not.toHaveText('0.736');
  await keyboard.press('n');
  await expect(lab.at('positive-place')).toHaveText(/^1 of/);
  await keyboard.press('Delete');
  await expect(lab.at('anchor-box')).toHaveCount(0);
  await expectCounts({ positives: 0, negatives: 0 });
  await lab.at('add-box').press('Enter');
  await expect(lab.at('box-form')).toBeVisible();
  await lab.at('box-x1').fill('200');
  await lab.at('box-x1').press('Enter');
  await expect(lab.at('inspector').getByRole('alert')).toContainText('x1 must be below x2');
  await lab.at('box-x1').fill('20');
  await lab.at('box-x1').press('Enter');
  expect((await sides())[0]).toBe('20');
});

test('threshold, ratio, boxes and selection are in the link: a reload brings them back', async () => {
  await lab.at('iou-threshold').press('ArrowLeft');
  await lab.at('iou-threshold').press('ArrowLeft');
  await lab.at('negative-ratio').press('ArrowRight');
  await lab.at('anchor-next').click();
  const [positives, negatives] = [await lab.count('positives'), await lab.count('hard-negatives')];
  expect(negatives).toBe(4 * positives);
  const anchor = await lab.at('anchor-details').getAttribute('data-anchor');
  const before = await sides();
  await expect(lab.page).toHaveURL(new RegExp(`anchor=${anchor}.*iou=0\\.4&ratio=4`));
  await lab.page.reload();
  await expectCounts({ positives, negatives });
  await expect(lab.at('anchor-details')).toHaveAttribute('data-anchor', anchor!);
  expect(await sides()).toEqual(before);
  expect(await lab.at('iou-threshold').inputValue()).toBe('0.4');
});

test('an image of the data set is matched against the anchors of the model, whose recall is measured', async () => {
  await lab.open(`anchors/${quickRun}`);
  await expect(lab.at('hard-negatives')).toHaveText(/\d/);
  const positives = await lab.count('positives');
  expect(positives).toBeGreaterThan(0);
  expect(await lab.count('hard-negatives')).toBe(3 * positives);
  await lab.at('measure-recall').click();
  await expect(lab.at('recall-value')).toHaveText(/^(0\.\d{3}|1\.000)$/);
});
