/** @file The Decode stage: the six logits, two decoders on the same weights, delta mAP, and the suppression played. */
import { expect, test } from './closed-doors';
import { LabPage } from './lab-page';

const run = 'v1&model=ssd_64_smoke&backend=wasm&train=64&val=20&batch=8&steps=40&eval=0';

test('the six logits give dog and cat per class, dog alone by argmax, and follow the sliders', async ({ page }) => {
  const lab = new LabPage(page);
  await lab.open(`decode/${run}`);
  const [perClass, argmax] = [lab.at('six-per-class'), lab.at('six-argmax')];
  await expect(perClass).toHaveAttribute('data-classes', 'dog cat person orange');
  await expect(argmax).toHaveAttribute('data-classes', 'dog');
  expect(await lab.value('six-softmax-dog')).toBeCloseTo(0.4956, 4);
  expect(await lab.value('six-softmax-cat')).toBeCloseTo(0.4484, 4);

  await lab.at('six-threshold').fill('0.05');
  await lab.at('six-threshold').press('Enter');
  await expect(perClass).toHaveAttribute('data-classes', 'dog cat');
  await expect(argmax).toHaveAttribute('data-classes', 'dog');
  // One threshold for the whole panel, and for the link.
  await expect(lab.at('limit-score')).toHaveValue('0.05');
  await expect(page).toHaveURL(/score=0\.05/);

  // Two steps of 0.1 put cat before dog.
  await lab.at('six-logit-cat-slider').press('ArrowRight');
  await lab.at('six-logit-cat-slider').press('ArrowRight');
  await expect(argmax).toHaveAttribute('data-classes', 'cat');
  await expect(perClass).toHaveAttribute('data-classes', 'cat dog');
  await lab.at('six-logit-dog').fill('9.8');
  await lab.at('six-logit-dog').press('Enter');
  await expect(perClass).toHaveAttribute('data-classes', 'dog');

  await lab.at('six-softmax-dog').getByRole('button').click();
  const sum = page.getByRole('dialog', { name: 'Softmax of dog' });
  await expect(sum).toContainText('exp(9.8) / (exp(-1) + exp(-2) + exp(3) + exp(4) + exp(9.8) + exp(6.6))');
  await page.keyboard.press('Escape');
  await lab.at('six-reset').click();
  await expect(perClass).toHaveAttribute('data-classes', 'dog cat');
  expect(lab.errors).toEqual([]);
});

test('trained weights under both decoders: counts, delta mAP and the suppression', async ({ page }) => {
  const lab = new LabPage(page);
  await lab.open(`decode/${run}?image=val.3&score=0.02&nms=0.5&topk=300&post=60`);
  for (const [limit, value] of Object.entries({ score: '0.02', nms: '0.5', topk: '300', post: '60' })) {
    await expect(lab.at(`limit-${limit}`)).toHaveValue(value);
  }
  await expect(lab.at('val-position')).toHaveAttribute('data-index', '3');
  await lab.isReady();
  await lab.at('train-button').first().click();
  await lab.reaches('finished');
  await expect(lab.at('weights-switch')).toContainText('Step 40');

  await test.step('one forward pass, both decoders', async () => {
    await expect(lab.at('decoded-per-class')).toBeVisible();
    await lab.at('limit-nms').fill('0.3');
    await lab.at('limit-nms').press('Enter');
    await expect(lab.at('forward-ms')).toHaveText(/Nothing was inferred/);
    const [perClass, argmax] = [
      await lab.value('decoded-per-class', 'data-count'),
      await lab.value('decoded-argmax', 'data-count'),
    ];
    expect(argmax).toBeGreaterThan(0);
    expect(perClass).toBeLessThanOrEqual(60);
    const only = await Promise.all(['decoded-per-class', 'decoded-argmax'].map((id) => lab.value(id, 'data-changed')));
    expect(perClass - only[0]).toBe(argmax - only[1]);
    expect(await lab.value('decoder-changes', 'data-count')).toBe(only[0] + only[1]);
    await lab.at('limit-post').fill('5');
    await lab.at('limit-post').press('Enter');
    await expect(lab.at('decoded-per-class')).toHaveAttribute('data-count', '5');
    await expect(page).toHaveURL(/nms=0\.3.*post=5/);
  });

  await test.step('delta mAP over val', async () => {
    await lab.at('compare-decoders').click();
    await expect(lab.at('compare-result')).toBeVisible();
    for (const rule of ['map07', 'map12']) {
      const scores = await Promise.all(['per-class', 'argmax'].map((id) => lab.value(`compare-${rule}-${id}`)));
      for (const score of scores) expect(score).toBeLessThanOrEqual(1);
      expect(await lab.value(`compare-${rule}-difference`)).toBeCloseTo(scores[0] - scores[1], 10);
    }
    for (const decoder of ['per-class', 'argmax']) {
      expect(await lab.value(`compare-detections-${decoder}`)).toBeGreaterThan(0);
      expect(await lab.value(`compare-detections-${decoder}`)).toBeLessThanOrEqual(20 * 5);
      expect(await lab.value(`compare-ms-${decoder}`)).toBeGreaterThan(0);
    }
    await expect(lab.at('compare-verdict')).toContainText('With 20 images');
    await lab.at('limit-post').fill('100');
    await lab.at('limit-post').press('Enter');
    await expect(lab.at('compare-verdict')).toContainText('compare again');
  });

  await test.step('NMS, by buttons, by play, and from a removed row to its suppressor', async () => {
    const moment = lab.at('nms-moment');
    await expect(moment).toHaveAttribute('data-rank', '1');
    await lab.at('nms-next').press('Enter');
    await expect(lab.at('nms-step')).toHaveValue('2');
    await expect(moment).not.toHaveAttribute('data-rank', '1');
    await lab.at('nms-play').click();
    await expect(lab.at('nms-step')).toHaveValue('4');
    await lab.at('nms-play').click();

    await lab.at('nms-all').click();
    const removed = lab.at('nms-removed').last();
    const suppressor = await removed.getAttribute('data-suppressor');
    await removed.click();
    await expect(moment).toHaveAttribute('data-rank', suppressor!);
    expect(await lab.value('nms-moment', 'data-victims')).toBeGreaterThan(0);
    await expect(page.getByRole('img', { name: /survives and removes rank \d+/ })).toBeVisible();
    await expect(lab.at('anchor-verdict')).toBeVisible();
    await expect(lab.at('anchor-verdict')).toContainText('Argmax: removed by');

    await page.emulateMedia({ reducedMotion: 'reduce' });
    await expect(lab.at('nms-play')).toHaveCount(0);
    await lab.at('nms-previous').click();
  });
  expect(lab.errors).toEqual([]);
});
