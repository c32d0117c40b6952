/**
 * @file A real Chromium with a page of the production build.
 */
import { type Browser, chromium, type Page } from 'playwright';
import { distFolder, ensureBuilt } from './build';
import { fastestWebgpuFlags } from './chromium';
import { CommandError } from './command-error';
import { requireChromium } from './get-chromium';
import { serveFolder } from './server';

/** Like `withPage`, with the headless page open. */
export function withLabPage<T>(task: (page: Page) => Promise<T>): Promise<T> {
  return withPage(async (page, address) => {
    await page.goto(`${address}src/headless/page.html`);
    await page.waitForFunction(() => 'labPage' in globalThis);
    return task(page);
  });
}

/**
 * Builds when needed, gives an empty page and the address of the lab to the task, and closes everything after it.
 *
 * @throws CommandError with what the page threw; also if it dies or Ctrl-C is pressed before the task ends
 */
export async function withPage<T>(task: (page: Page, address: string) => Promise<T>): Promise<T> {
  await ensureBuilt();
  const executablePath = await requireChromium();
  const browser = await launch(executablePath);
  const server = await serveFolder(distFolder, 0);
  try {
    const page = await browser.newPage();
    page.setDefaultTimeout(0);
    page.on('pageerror', (error) => console.error(`page: ${error.message}`));
    return await Promise.race([task(page, server.address), rejectedAtDeath(page)]);
  } catch (error) {
    const thrown = /^page\.evaluate: (?:Error: )?([\s\S]*?)(?:\n\s+at [\s\S]*)?$/.exec((error as Error).message);
    throw thrown ? new CommandError(thrown[1], 1) : error;
  } finally {
    await browser.close();
    server.close();
  }
}

async function launch(executablePath: string): Promise<Browser> {
  try {
    return await chromium.launch({ executablePath, args: fastestWebgpuFlags, handleSIGINT: false });
  } catch (error) {
    const [line] = (error as Error).message.split('\n');
    throw new CommandError(`${executablePath} did not start: ${line}`, 1);
  }
}

function rejectedAtDeath(page: Page): Promise<never> {
  const signals = ['SIGINT', 'SIGTERM'] as const;
  return new Promise((_, reject) => {
    const died = () => reject(new CommandError('The browser page died; is there enough memory for this?', 1));
    const interrupted = () => reject(new CommandError('Interrupted.', 1));
    for (const signal of signals) process.once(signal, interrupted);
    page.once('crash', died);
    // Closed at its end too: a comparison opens a page for each run.
    page.once('close', () => {
      for (const signal of signals) process.off(signal, interrupted);
      died();
    });
  });
}
