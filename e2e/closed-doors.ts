/**
 * @file The tests' own `test`: whatever a browser does in it, a request that leaves the lab's origin and a violation of
 * its Content-Security-Policy fail the test that was running.
 */
import { type BrowserContext, test as base, expect } from '@playwright/test';

export { expect } from '@playwright/test';

export const test = base.extend<{ closedDoors: undefined }, { breaches: string[] }>({
  /** What contexts of this worker's browser have reported since the last test ended. */
  breaches: [
    async ({ browser }, use) => {
      const breaches: string[] = [];
      const watch = (context: BrowserContext) => watchDoors(context, breaches);
      browser.contexts().forEach(watch);
      browser.on('context', watch);
      await use(breaches);
      browser.off('context', watch);
    },
    { scope: 'worker', auto: true },
  ],
  closedDoors: [
    async ({ breaches }, use) => {
      await use(undefined);
      expect(breaches.splice(0)).toEqual([]);
    },
    { auto: true },
  ],
});

/** Chromium reports a page's violations on the console; a worker's are made to go there too. */
export function watchDoors(context: BrowserContext, breaches: string[]): void {
  const { origin } = new URL(process.env.LAB_ADDRESS!);
  context.on('request', (request) => {
    if (!isOwn(request.url(), origin)) breaches.push(`left the origin: ${request.method()} ${request.url()}`);
  });
  context.on('console', (message) => {
    if (message.text().includes('Content Security Policy')) breaches.push(message.text());
  });
  context.on('page', (page) => {
    // A worker that has ended by now has nothing to report.
    page.on('worker', (worker) => void worker.evaluate(sayViolations).catch(() => {}));
  });
}

function sayViolations(): void {
  addEventListener('securitypolicyviolation', (event) => {
    console.error(`Content Security Policy: ${event.violatedDirective} forbids ${event.blockedURI}`);
  });
}

/** Of this origin, or made in the page itself. */
function isOwn(address: string, origin: string): boolean {
  const url = new URL(address);
  return url.origin === origin || url.protocol === 'data:' || url.href === 'about:blank';
}
