/**
 * @file The bench workers of a page in headless Chromium.
 */
import type { Page } from 'playwright';
import type { BenchEngine, BenchHost } from './host';

/** @param page with the headless page open */
export function chromiumHost(page: Page): BenchHost {
  const workers = new Map<BenchEngine, number>();
  return {
    version: `Chromium ${page.context().browser()?.version() ?? 'unknown'}`,
    async open(choice, threads) {
      const worker = await page.evaluate(() => labPage.startBench());
      const engine = remoteEngine(page, worker);
      workers.set(engine, worker);
      return { engine, info: await engine.open(choice, threads) };
    },
    async close(engine) {
      const worker = workers.get(engine);
      if (worker !== undefined) await page.evaluate((number) => labPage.endBench(number), worker);
    },
  };
}

/** Every method is a call of the page's `callBench`. */
function remoteEngine(page: Page, worker: number): BenchEngine {
  const call = (method: string, args: unknown[]) =>
    page.evaluate(([number, name, values]) => labPage.callBench(number, name, values), [worker, method, args] as const);
  return new Proxy({} as BenchEngine, {
    get: (_, method) =>
      // A promise has a `then`; this object must not look like one.
      method === 'then' ? undefined : (...args: unknown[]) => call(String(method), args),
  });
}
