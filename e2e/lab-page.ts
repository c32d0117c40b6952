/**
 * @file The lab's page as a test drives it: controls by their test ids, readings as numbers.
 */
import { type Browser, expect, type Locator, type Page } from '@playwright/test';

/** Smoke model on WASM with a handful of scenes: ready in a second, a step in milliseconds. */
export const quickRun = 'v1&model=ssd_64_smoke&backend=wasm&train=32&val=8&batch=4&eval=0';

type RunStatus = 'idle' | 'preparing' | 'running' | 'evaluating' | 'paused' | 'finished' | 'failed';

export class LabPage {
  readonly page: Page;
  /** Uncaught errors of the page; a test ends by expecting none. */
  readonly errors: string[] = [];

  constructor(page: Page) {
    this.page = page;
    page.setDefaultTimeout(20_000);
    page.on('pageerror', (error) => this.errors.push(error.message));
    page.on('crash', () => this.errors.push('the page crashed'));
  }

  /** A page of its own, for a file whose tests share one. */
  static async inNewPage(browser: Browser): Promise<LabPage> {
    return new LabPage(await browser.newPage());
  }

  /** Loads the page anew. @param hash panel and settings, such as `train/v1&steps=20` */
  async open(hash = ''): Promise<void> {
    await this.page.goto('about:blank');
    await this.page.goto(hash === '' ? '/' : `/#${hash}`);
  }

  /** Follows a link of the lab within its page. */
  async follow(hash: string): Promise<void> {
    await this.page.evaluate((link) => location.assign(`#${link}`), hash);
  }

  at(testId: string): Locator {
    return this.page.getByTestId(testId);
  }

  async show(panel: 'data' | 'anchors' | 'loss' | 'init' | 'train' | 'decode' | 'compare'): Promise<void> {
    await this.at(`nav-${panel}`).click();
  }

  /** Engine and data are there, so that Train may be pressed. */
  async isReady(): Promise<void> {
    await expect(this.at('train-button')).toBeEnabled({ timeout: 60_000 });
  }

  async reaches(status: RunStatus, timeout = 60_000): Promise<void> {
    await expect(this.at('status')).toHaveAttribute('data-status', status, { timeout });
  }

  async step(): Promise<number> {
    return Number(await this.at('step-counter').getAttribute('data-step'));
  }

  async reachesStep(step: number, timeout = 60_000): Promise<void> {
    await expect.poll(() => this.step(), { timeout }).toBeGreaterThanOrEqual(step);
  }

  /** A number that an element carries beside its printed form. */
  async value(testId: string, name = 'data-value'): Promise<number> {
    return Number(await this.at(testId).getAttribute(name));
  }

  /** A printed count: "1,234" is 1234. */
  async count(testId: string): Promise<number> {
    return Number((await this.at(testId).innerText()).replaceAll(',', ''));
  }

  /** A setting of the Train panel, typed as a person does. */
  async type(setting: string, value: string): Promise<void> {
    const input = this.at(`setting-${setting}`);
    await input.fill(value);
    await input.press('Enter');
  }

  async chooseBackend(label: string): Promise<void> {
    await this.at('backend-badge').click();
    await this.at('backend-choice').getByText(label, { exact: true }).click();
    await expect(this.at('backend-badge')).not.toHaveText('Opening engine');
    await this.page.keyboard.press('Escape');
  }

  /** Picks a folder or an archive, as the buttons of the Data panel do. */
  async pick(path: string, kind: 'folder' | 'file'): Promise<void> {
    await this.show('data');
    await this.at('data-source').getByText('My VOC data').click();
    await this.at(`${kind}-input`).setInputFiles(path);
  }

  /** Drops files and folders on the page as the desktop does, folders as folders. @param paths absolute */
  async drop(...paths: string[]): Promise<void> {
    const session = await this.page.context().newCDPSession(this.page);
    const data = { items: [], files: paths, dragOperationsMask: 1 };
    for (const type of ['dragEnter', 'dragOver', 'drop'] as const) {
      await session.send('Input.dispatchDragEvent', { type, x: 600, y: 400, data });
    }
    await session.detach();
  }

  /** The message of the failure with this title; there is exactly one, and it is dismissed afterwards. */
  async takeFailure(title: string | RegExp): Promise<string> {
    const banner = this.at('failure-banner').filter({ has: this.page.getByTestId('failure-title').getByText(title) });
    await expect(banner).toHaveCount(1, { timeout: 60_000 });
    const message = await banner.getByTestId('failure-message').innerText();
    await banner.getByRole('button', { name: 'Dismiss' }).click();
    await expect(banner).toHaveCount(0);
    return message;
  }

  /** The errors of the import report that are not repaired: what is left out. */
  async refusals(): Promise<{ file: string; object: number | null; reason: string }[]> {
    await this.show('data');
    const refused = '[data-testid=import-report-row][data-severity=error][data-repaired=false]';
    const rows = await this.page.locator(refused).all();
    const cells = await Promise.all(rows.map((row) => row.getByRole('cell').allInnerTexts()));
    return cells.map(([file, , object, reason]) => ({
      file,
      object: object === '\u2013' ? null : Number(object),
      reason,
    }));
  }

  /** The lab is alive: one step of a new run is taken. Ends as it began, without a run. */
  async canTrain(): Promise<void> {
    await this.show('train');
    if (await this.at('reset-button').isEnabled()) await this.at('reset-button').click();
    await this.isReady();
    await this.at('step-button').click();
    await this.reachesStep(1);
    await this.reaches('paused');
    expect(await this.value('loss-total', 'data-raw')).toBeGreaterThan(0);
    await this.at('reset-button').click();
    await this.reaches('idle');
  }
}
