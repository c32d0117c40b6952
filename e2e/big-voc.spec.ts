/** @file A set of the size of VOC2007 trainval: 5,000 images in a tar of 440 MB, read as a stream within a bound. */
import { readFileSync, rmSync, statSync } from 'node:fs';
import type { Browser } from '@playwright/test';
import { makeJpegs, writeBigTar } from './big-voc';
import { expect, test } from './closed-doors';
import { LabPage, quickRun } from './lab-page';

const images = 5000;
/** Bytes of the renderer, JavaScript and all, beyond what the lab takes before the import. */
const mostMemory = 500e6;
/** Milliseconds that the bar may stand still. */
const mostStill = 5000;

test('a tar of 5,000 images imports and is kept within 500 MB, with a steady bar, and is found after a reload', async ({
  browser,
}) => {
  test.setTimeout(600_000);
  const lab = await LabPage.inNewPage(browser);
  await lab.open(`data/${quickRun}`);
  await lab.isReady();
  const tar = test.info().outputPath('VOCtrainval.tar');
  writeBigTar(tar, images, await makeJpegs(lab.page, 24));
  expect(statSync(tar).size).toBeGreaterThan(430e6);
  const before = await rendererBytes(browser);

  const bar = lab.at('progress');
  await lab.pick(tar, 'file');
  await expect(bar).toContainText('5,000');
  await lab.at('cancel-button').click();
  expect(await lab.takeFailure('The data could not be loaded')).toContain('The import was cancelled');
  await expect(lab.at('data-val-images')).toHaveText('8');

  await lab.pick(tar, 'file');
  const seen: number[] = [];
  const began = Date.now();
  let shown = '';
  let moved = began;
  let longest = 0;
  let at = '';
  while (!(await lab.at('data-total-images').allInnerTexts()).includes('5,000')) {
    const text = (await bar.allInnerTexts()).join(' ');
    const done = Number(/([\d,]+) \/ 5,000/.exec(text)?.[1].replaceAll(',', '') ?? Number.NaN);
    if (done >= 0) seen.push(done);
    if (Date.now() - moved > longest) [longest, at] = [Date.now() - moved, shown];
    if (text !== shown) [shown, moved] = [text, Date.now()];
    expect(Date.now() - began).toBeLessThan(500_000);
    await lab.page.waitForTimeout(200);
  }
  const took = Date.now() - began;
  measured(`${took} ms, ${seen.length} readings of the bar, which stood still for ${longest} ms at most, at "${at}"`);
  // Never back, and never a tenth of the set at once.
  const steps = seen.slice(1).map((done, i) => done - seen[i]);
  expect(Math.min(...steps)).toBeGreaterThanOrEqual(0);
  expect(new Set(seen).size).toBeGreaterThan(10);
  expect(longest).toBeLessThan(mostStill);
  expect(await lab.count('data-train-images')).toBe(4500);
  expect(await lab.refusals()).toEqual([]);

  const keptAt = Date.now();
  await lab.at('keep-data').click();
  await expect(lab.at('keeping-progress')).toContainText('MB');
  await expect(lab.at('data-kept')).toBeVisible({ timeout: 120_000 });
  measured(`kept in ${Date.now() - keptAt} ms`);
  const reloaded = Date.now();
  await lab.page.reload();
  await expect(lab.at('data-total-images')).toHaveText('5,000', { timeout: 60_000 });
  measured(`opened again in ${Date.now() - reloaded} ms`);
  const peak = await rendererBytes(browser);
  measured(`${(peak - before) / 1e6} MB more at most`);
  if (process.platform === 'linux') expect(peak - before).toBeLessThan(mostMemory);
  await lab.canTrain();
  expect(lab.errors).toEqual([]);
  await lab.page.close();
  rmSync(tar);
});

function measured(description: string): void {
  test.info().annotations.push({ type: 'measured', description });
  console.log(description);
}

/** The most memory that all renderers have held so far, by the system's own count. */
async function rendererBytes(browser: Browser): Promise<number> {
  if (process.platform !== 'linux') return 0;
  const session = await browser.newBrowserCDPSession();
  const { processInfo } = await session.send('SystemInfo.getProcessInfo');
  await session.detach();
  const peaks = processInfo
    .filter(({ type }) => type === 'renderer')
    .map(({ id }) => Number(/VmHWM:\s+(\d+) kB/.exec(readFileSync(`/proc/${id}/status`, 'utf8'))?.[1]) * 1024);
  return peaks.reduce((sum, bytes) => sum + bytes, 0);
}
