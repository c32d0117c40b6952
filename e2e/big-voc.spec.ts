/** @file A set of the size of VOC2007 trainval: 5,000 images in a tar of 440 MB, read as a stream within a bound. */
import { readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { chromium } from '@playwright/test';
import { makeJpegs, writeBigTar } from './big-voc';
import { expect, test, watchDoors } from './closed-doors';
import { LabPage, quickRun } from './lab-page';

const images = 5000;
/** Bytes of the renderer, JavaScript and all, beyond what the lab takes before the import. */
const mostMemory = 500e6;
/** Milliseconds that the bar may stand still. */
const mostStill = 5000;

test('a tar of 5,000 images imports and is kept within 500 MB, with a steady bar, and is found after a reload', async ({
  launchOptions,
  baseURL,
  viewport,
  breaches,
}) => {
  test.setTimeout(600_000);
  // As a user's browser: in a private context all that is kept lies in memory, and each look at it copies it.
  const profile = test.info().outputPath('profile');
  const context = await chromium.launchPersistentContext(profile, {
    ...launchOptions,
    viewport,
    ...(baseURL && { baseURL }),
  });
  watchDoors(context, breaches);
  const lab = new LabPage(context.pages()[0]);
  await lab.open(`data/${quickRun}`);
  await lab.isReady();
  const tar = test.info().outputPath('VOCtrainval.tar');
  writeBigTar(tar, images, await makeJpegs(lab.page, 24));
  expect(statSync(tar).size).toBeGreaterThan(430e6);
  const before = await rendererBytes(profile);

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

  measured(`import: ${((await rendererBytes(profile)) - before) / 1e6} MB more at most`);
  const keptAt = Date.now();
  await lab.at('keep-data').click();
  await expect(lab.at('keeping-progress')).toContainText('MB');
  await expect(lab.at('data-kept')).toBeVisible({ timeout: 120_000 });
  measured(`kept in ${Date.now() - keptAt} ms`);
  measured(`keeping: ${((await rendererBytes(profile)) - before) / 1e6} MB more at most`);
  const reloaded = Date.now();
  await lab.page.reload();
  await expect(lab.at('data-total-images')).toHaveText('5,000', { timeout: 60_000 });
  measured(`opened again in ${Date.now() - reloaded} ms`);
  const peak = await rendererBytes(profile);
  measured(`${(peak - before) / 1e6} MB more at most`);
  if (process.platform === 'linux') expect(peak - before).toBeLessThan(mostMemory);
  await lab.canTrain();
  expect(lab.errors).toEqual([]);
  await context.close();
  rmSync(tar);
  rmSync(profile, { recursive: true });
});

function measured(description: string): void {
  test.info().annotations.push({ type: 'measured', description });
  console.log(description);
}

/** The most memory that all renderers of the browser with this profile have held so far, by the system's own count. */
async function rendererBytes(profile: string): Promise<number> {
  if (process.platform !== 'linux') return 0;
  const pids = readdirSync('/proc').filter((name) => /^\d+$/.test(name));
  const processes = pids.flatMap((pid) => {
    try {
      const [command, status] = ['cmdline', 'status'].map((file) => readFileSync(`/proc/${pid}/${file}`, 'utf8'));
      const field = (name: string) => Number(new RegExp(`${name}:\\s+(\\d+)`).exec(status)?.[1]);
      return [{ pid: Number(pid), parent: field('PPid'), kilobytes: field('VmHWM'), command }];
    } catch {
      // It ended meanwhile.
      return [];
    }
  });
  const belongs = ({ command, parent }: (typeof processes)[number]): boolean => {
    const above = processes.find(({ pid }) => pid === parent);
    return command.includes(profile) || (above !== undefined && belongs(above));
  };
  const renderers = processes.filter((process) => process.command.includes('--type=renderer') && belongs(process));
  expect(renderers.length).toBeGreaterThan(0);
  return renderers.reduce((sum, { kilobytes }) => sum + kilobytes * 1024, 0);
}
