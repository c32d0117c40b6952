/**
 * @file What people get wrong, each named in the page, and the lab goes on: after every fault one training step is taken.
 */
import { mkdirSync } from 'node:fs';
import { badImages } from './bad-images';
import { expect, test } from './closed-doors';
import { LabPage, quickRun } from './lab-page';
import { besideGood, goodVoc, lists, type VocFiles, writeVoc } from './voc-folder';

let lab: LabPage;
test.beforeAll(async ({ browser }) => {
  lab = await LabPage.inNewPage(browser);
  await lab.open(`data/${quickRun}`);
  await lab.isReady();
});
test.afterEach(() => expect(lab.errors).toEqual([]));
test.afterAll(() => lab.page.close());

/** A folder of the test's own. The page reads files when it needs them, so that each set has another place. */
const folderOf = (files: VocFiles, place = '') => writeVoc(test.info().outputPath(place), files);

test.describe('a VOC folder', () => {
  test('whose train list holds no usable image leaves the set before it open', async () => {
    const [cut] = badImages;
    await lab.pick(folderOf(goodVoc, 'before'), 'folder');
    await expect(lab.at('data-total-objects')).toHaveText('5');
    await lab.pick(folderOf({ ...besideGood({ bad: cut }), ...lists(['bad'], ['d']) }), 'folder');
    const message = await lab.takeFailure('The data could not be loaded');
    expect(message).toContain('no image of the train list can be used; it names 1');
    expect(message).toContain('bad.jpg: JPEG is cut short');
    await expect(lab.at('data-total-objects')).toHaveText('5');
    await lab.canTrain();
  });

  test('that is empty is named as such', async () => {
    const empty = test.info().outputPath('empty');
    mkdirSync(empty);
    await lab.drop(empty);
    expect(await lab.takeFailure('Nothing to import')).toContain('The folder holds no files');
    await lab.canTrain();
  });
});

test.describe('a run', () => {
  test('with an exploding learning rate stops and names the step, the term and the images', async () => {
    await lab.open(`train/${quickRun}&lr=1e30`);
    await lab.isReady();
    await lab.at('train-button').click();
    await lab.reaches('failed');
    const message = await lab.takeFailure(/^Training stopped at step \d+$/);
    expect(message).toMatch(/^step \d+: loss is (NaN|Infinity) \(confidence \S+, localization \S+\); images train-\d+/);
    await lab.type('lr', '0.01');
    await lab.canTrain();
  });

  test('beyond the memory of WASM is refused before its first step', async () => {
    await lab.open('train/v1&backend=wasm&train=32&val=8&batch=4096&eval=0');
    await lab.isReady();
    await lab.at('train-button').click();
    const message = await lab.takeFailure('The run could not start');
    expect(message).toMatch(/^ssd_96_lab at batch 4096 needs about [\d.]+ GiB; WASM can address 4\.0 GiB/);
    await expect(lab.at('step-counter')).toBeHidden();
    await lab.type('batch', '4');
    await lab.canTrain();
  });

  test('with a tensor beyond the limits of WebGPU is refused before its first step', async () => {
    await lab.open('train/v1&model=ssd_300_vgg16_atrous&backend=webgpu&train=4&val=2&batch=64');
    await lab.isReady();
    await lab.at('train-button').click();
    const message = await lab.takeFailure('The run could not start');
    expect(message).toMatch(
      /^output of \S+ \[64, 300, 300, 64\] needs 1,474,560,000 bytes; this device allows 1,073,741,824 a tensor/,
    );
    await expect(lab.at('step-counter')).toBeHidden();
    await lab.chooseBackend('WASM');
    await lab.at('setting-model').selectOption('ssd_64_smoke');
    await lab.canTrain();
  });
});

test.describe('a setting', () => {
  test('out of its range is refused beside its field and the value before it stays', async () => {
    await lab.open(`train/${quickRun}`);
    await lab.isReady();
    await lab.type('batch', '0');
    await expect(lab.page.getByRole('main').or(lab.at('inspector')).getByRole('alert').last()).toContainText('got 0');
    await lab.type('batch', '2');
    await expect(lab.at('setting-batch')).toHaveAttribute('aria-invalid', 'false');
    await lab.canTrain();
  });

  test('of a link that the lab does not know is named and the rest of the link is used', async () => {
    await lab.open(`train/${quickRun}&frobnicate=1&steps=many&norm=median&seed=7`);
    await lab.isReady();
    const message = await lab.takeFailure('Part of the link could not be used');
    expect(message).toContain('"frobnicate=1" is not a setting that this lab knows');
    expect(message).toContain('steps=many: steps: got NaN; expected');
    expect(message).toContain('norm=median: normalization: got "median"; expected ("batch" | "sample")');
    await expect(lab.at('setting-seed')).toHaveValue('7');
    await lab.canTrain();
  });
});
