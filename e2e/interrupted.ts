/** @file Runs that are interrupted: a browser of their own, and checkpoints to go back to. */
import { type Browser, expect } from '@playwright/test';
import { keptRuns } from './kept-runs';
import { LabPage } from './lab-page';

export async function freshLab(browser: Browser): Promise<LabPage> {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
  return new LabPage(await context.newPage());
}

/** A run that waits in the middle, with so many checkpoints. */
export async function runWithCheckpoints(lab: LabPage, checkpoints: number, link: string): Promise<void> {
  await lab.open(link);
  await lab.isReady();
  for (let step = 1; step <= checkpoints; step++) {
    await lab.at('step-button').click();
    await lab.reachesStep(step);
    await lab.reaches('paused');
    // As a page does that is about to be closed.
    await lab.page.evaluate(() => dispatchEvent(new Event('pagehide')));
    await expect.poll(async () => (await keptRuns(lab.page))[0]?.checkpoint).toBe(step);
  }
}
