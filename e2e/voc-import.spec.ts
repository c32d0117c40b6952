/**
 * @file Real photographs of VOC, brought into the page in every way that a person can bring them.
 */
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { gzipSync } from 'node:zlib';
import { zipSync } from 'fflate';
import { writeTar } from '../src/data/archive/tar.fixture';
import { expect, test } from './closed-doors';
import { LabPage } from './lab-page';

/** 250 photographs that lie beside the repository where it is developed, and nowhere else. */
const folder = resolve(import.meta.dirname, '../../shared/voc-mini');
const counts = { train: 168, val: 72, images: 250, objects: 813 };

test.skip(!existsSync(folder), `there is no ${folder}`);

let lab: LabPage;
test.beforeAll(async ({ browser }) => {
  lab = await LabPage.inNewPage(browser);
});
test.beforeEach(() => lab.open(`data/v1&backend=wasm&train=16&val=8`));
test.afterEach(() => expect(lab.errors).toEqual([]));
test.afterAll(() => lab.page.close());

test('a chosen folder has 250 images and 813 objects, shows its boxes and trains', async () => {
  await lab.pick(folder, 'folder');
  await expectCounts('voc-mini');
  await expectBoxes();

  await lab.show('train');
  await lab.type('steps', '3');
  await lab.type('eval', '0');
  await lab.at('train-button').click();
  await lab.reaches('finished', 120_000);
  expect(await lab.step()).toBe(3);
  expect(await lab.value('loss-confidence', 'data-raw')).toBeGreaterThan(0);
  expect(await lab.value('map07')).toBeGreaterThanOrEqual(0);
});

test('a dropped folder is walked as a chosen one', async () => {
  await lab.isReady();
  await lab.drop(folder);
  await expectCounts('voc-mini');
});

type Files = Record<string, Uint8Array>;
const asTar = (files: Files) => writeTar(Object.entries(files).map(([path, body]) => ({ path, body })));
const archives: Record<string, (files: Files) => Uint8Array> = {
  'voc-mini.zip': (files) => zipSync(files, { level: 1 }),
  'voc-mini.tar': asTar,
  'voc-mini.tar.gz': (files) => gzipSync(asTar(files), { level: 1 }),
};
for (const [name, write] of Object.entries(archives)) {
  test(`${name} gives the same counts`, async () => {
    const path = test.info().outputPath(name);
    writeFileSync(path, write(readTree(folder)));
    await lab.pick(path, 'file');
    await expectCounts(name);
  });
}

/** All files below the folder, by the path that an archive gives them. */
function readTree(root: string): Record<string, Uint8Array> {
  const files = readdirSync(root, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  const paths = files.map((entry) => join(entry.parentPath, entry.name)).sort();
  return Object.fromEntries(paths.map((path) => [relative(root, path), readFileSync(path)]));
}

async function expectCounts(name: string): Promise<void> {
  await expect(lab.at('data-total-images')).toHaveText(String(counts.images), { timeout: 60_000 });
  await expect(lab.page.getByRole('main')).toContainText(name);
  expect(await lab.count('data-train-images')).toBe(counts.train);
  expect(await lab.count('data-val-images')).toBe(counts.val);
  expect(await lab.count('data-total-objects')).toBe(counts.objects);
  await expect(lab.at('import-report-count')).toHaveAttribute('data-count', '0');
  await expect(lab.at('failure-banner')).toHaveCount(0);
}

/** The first page of images; 000002 shows the white line of its one box, a train at (139, 200) to (207, 301). */
async function expectBoxes(): Promise<void> {
  await expect(lab.at('sample-cell')).toHaveCount(24);
  const cell = lab.page.locator('[data-testid=sample-cell][data-id="000002"]');
  await expect(cell.getByRole('img')).toHaveAccessibleName('000002: 1 train');
  await expect.poll(() => cell.locator('canvas').evaluate(whiteShareOfLeftEdge, 335)).toBe(1);
}

/** Of the rows that the box spans, how many have a white pixel within a few pixels of its left edge. */
function whiteShareOfLeftEdge(canvas: HTMLElement | SVGElement, imageWidth: number): number {
  if (!(canvas instanceof HTMLCanvasElement)) return Number.NaN;
  const scale = canvas.width / imageWidth;
  const [left, top, bottom] = [138, 200, 300].map((pixel) => Math.round(pixel * scale));
  const pixels = canvas.getContext('2d')!.getImageData(left, top + 8, 8, bottom - top - 16);
  let white = 0;
  for (let y = 0; y < pixels.height; y++) {
    const row = pixels.data.subarray(y * 8 * 4, (y + 1) * 8 * 4);
    if ([0, 1, 2, 3, 4, 5, 6, 7].some((x) => row[x * 4] + row[x * 4 + 1] + row[x * 4 + 2] > 750)) white++;
  }
  return white / pixels.height;
}
