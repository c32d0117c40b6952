/** @file Nothing comes in from elsewhere and nothing goes out; and what watches over that does see a breach. */
import type { Page } from '@playwright/test';
import { expect, test } from './closed-doors';
import { LabPage, quickRun } from './lab-page';

const elsewhere = 'http://elsewhere.invalid/';

test('once its engine and data are open, the lab trains in every stage without a network', async ({ page }) => {
  const lab = new LabPage(page);
  await lab.open(`train/${quickRun}&steps=4`);
  await lab.isReady();
  await page.waitForLoadState('networkidle');
  const asked: string[] = [];
  // The browser itself asks for the icon again whenever the address changes.
  page.context().on('request', (request) => {
    if (!request.url().endsWith('/icon.svg')) asked.push(request.url());
  });
  await page.context().setOffline(true);
  await lab.at('train-button').click();
  await lab.reaches('finished');
  for (const panel of ['data', 'anchors', 'loss', 'init', 'train', 'decode', 'compare'] as const) await lab.show(panel);
  await lab.canTrain();
  expect(lab.errors).toEqual([]);
  expect(asked).toEqual([]);
});

const doors: Record<string, (page: Page) => Promise<unknown>> = {
  'a request of the page': (page) => page.evaluate((url) => fetch(url).catch(String), elsewhere),
  'a request of a worker': async (page) => {
    const [worker] = await Promise.all([page.waitForEvent('worker'), page.evaluate(startWorker)]);
    await worker.evaluate((url) => fetch(url).catch(String), elsewhere);
  },
  'a picture': (page) =>
    page.evaluate((url) => new Promise((done) => Object.assign(new Image(), { src: url, onerror: done })), elsewhere),
  'a foreign script': (page) => page.evaluate((url) => append('script', { src: url }), elsewhere),
  'a script in the page': (page) => page.evaluate(() => append('script', { textContent: 'globalThis.intruded = 1' })),
  'an event handler in markup': (page) =>
    page.evaluate(() => {
      const button = append('button', {});
      button.setAttribute('onclick', 'globalThis.intruded = 1');
      button.click();
    }),
  'text that is run as code': (page) => page.evaluate(() => setTimeout('globalThis.intruded = 1')),
  'a form that is sent away': (page) => page.evaluate((url) => append('form', { action: url }).submit(), elsewhere),
};

test.describe('the policy closes, and the watch reports,', () => {
  for (const [name, breach] of Object.entries(doors)) {
    test(name, async ({ page, breaches }) => {
      await page.goto('/src/headless/page.html');
      await page.evaluate(plantAppend);
      await breach(page);
      await expect.poll(() => breaches.splice(0).join('\n')).toMatch(/Content Security Policy/);
      expect(await page.evaluate(() => 'intruded' in globalThis)).toBe(false);
      await page.waitForTimeout(100);
      breaches.splice(0);
    });
  }

  test('on a host that sends no headers too', async ({ page, breaches }) => {
    await page.route('**/*', async (route) => {
      const response = await route.fetch();
      const headers = { ...response.headers() };
      delete headers['content-security-policy'];
      await route.fulfill({ response, headers });
    });
    await page.goto('/');
    await page.evaluate((url) => fetch(url).catch(String), elsewhere);
    await expect.poll(() => breaches.splice(0).join('\n')).toMatch(/Content Security Policy/);
    breaches.splice(0);
    // The page may still be loading.
    await page.unrouteAll({ behavior: 'ignoreErrors' });
  });
});

test('a request that leaves the origin is reported even where no policy stops it', async ({ page, breaches }) => {
  await page.goto('about:blank');
  await page.evaluate((url) => fetch(url).catch(String), elsewhere);
  await expect.poll(() => breaches.splice(0)).toContain(`left the origin: GET ${elsewhere}`);
});

declare function append<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  values: Partial<HTMLElementTagNameMap[K]>,
): HTMLElementTagNameMap[K];

/** Gives the page a way to add an element. */
function plantAppend(): void {
  Object.assign(globalThis, {
    append: (tag: string, values: object) => {
      const element = Object.assign(document.createElement(tag), values);
      document.body.append(element);
      return element;
    },
  });
}

/** A worker with nothing to do, kept so that it is not collected. */
function startWorker(): void {
  Object.assign(globalThis, { kept: new Worker(URL.createObjectURL(new Blob())) });
}
