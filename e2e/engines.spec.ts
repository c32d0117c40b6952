/** @file The panels of the tricks beyond the quick run: the same numbers on software WebGPU, and the full-size model. */
import { expect, test } from './closed-doors';
import { LabPage, quickRun } from './lab-page';

let lab: LabPage;
test.beforeAll(async ({ browser }) => {
  lab = await LabPage.inNewPage(browser);
});
test.afterEach(() => expect(lab.errors).toEqual([]));
test.afterAll(() => lab.page.close());

test('WebGPU and WASM show the same losses, weights and detections', async () => {
  const shown: Record<string, number>[] = [];
  for (const backend of ['wasm', 'webgpu']) {
    await lab.open(`loss/${quickRun.replace('backend=wasm', `backend=${backend}`)}`);
    const total = lab.at('loss-training-batch-batch-total');
    await expect(total).toBeVisible({ timeout: 60_000 });
    const read = { total: await lab.value('loss-training-batch-batch-total') };
    await lab.show('init');
    await expect(lab.at('std-before')).toHaveAttribute('data-within', 'true', { timeout: 60_000 });
    const std = await lab.value('std-before');
    await lab.show('decode');
    await expect(lab.at('decoded-per-class')).toBeVisible({ timeout: 60_000 });
    const [perClass, argmax] = ['per-class', 'argmax'].map((id) => lab.value(`decoded-${id}`, 'data-count'));
    shown.push({ ...read, std, perClass: await perClass, argmax: await argmax });
    await expect(lab.at('backend-badge')).toHaveText(backend === 'wasm' ? 'WASM' : 'WebGPU, software');
  }
  const [onWasm, onWebgpu] = shown;
  expect(onWasm.total).toBeGreaterThan(0);
  expect(onWebgpu.total / onWasm.total).toBeCloseTo(1, 4);
  expect(onWebgpu.std).toBe(onWasm.std);
  // Rounding may carry a score over the threshold.
  expect(Math.abs(onWebgpu.perClass - onWasm.perClass)).toBeLessThanOrEqual(2);
  expect(Math.abs(onWebgpu.argmax - onWasm.argmax)).toBeLessThanOrEqual(2);
});

test("SSD300 with random weights, the tutorial's own set-up, works in every panel", async () => {
  test.setTimeout(300_000);
  const large = 'v1&model=ssd_300_vgg16_atrous&backend=wasm&train=8&val=4';
  await lab.open(`anchors/${large}?batch=tutorial.0_tutorial.1&predict=model`);
  await expect(lab.at('positives')).toHaveText('13', { timeout: 60_000 });
  await expect(lab.page.getByText('Drawing the weights').first()).toBeVisible();
  await expect(lab.at('hard-negatives')).toHaveText('39', { timeout: 180_000 });
  await lab.show('loss');
  await expect(lab.at('divisors-batch')).toContainText('13 + 23 = 36', { timeout: 60_000 });
  expect(await lab.value('loss-training-batch-batch-total')).toBeGreaterThan(0);
  await lab.show('init');
  await expect(lab.at('std-before')).toHaveAttribute('data-within', 'true', { timeout: 60_000 });
  await lab.show('decode');
  await expect(lab.at('decoded-per-class')).toBeVisible({ timeout: 60_000 });
  expect(await lab.value('decoded-per-class', 'data-count')).toBe(100);
});
