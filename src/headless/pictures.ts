/**
 * @file `npm run pictures`: pictures of the real page after a real run. Those of README.md go to .github/pictures; every
 * view in two sizes and both colour schemes goes to .cache/pictures, for a reviewer's eye.
 */
import { mkdirSync } from 'node:fs';
import type { Page } from 'playwright';
import { readArguments } from './arguments';
import { CommandError } from './command-error';
import { withPage } from './lab-page';

const readmeFolder = '.github/pictures';
const reviewFolder = '.cache/pictures';
const sizes = { desk: { width: 1440, height: 900 }, phone: { width: 390, height: 844 } };
/** Tall enough for the curves and two rows of images, and for what matters of a panel. */
const readmeSize = { width: 1440, height: 1120 };
/** The panels that README.md shows, as the view part of a link has them. */
const readmePanels = {
  anchors: 'batch=tutorial.0_tutorial.1&image=tutorial.1',
  loss: 'batch=tutorial.0_tutorial.1',
  init: '',
  decode: 'image=val.0',
};
const schemes = ['light', 'dark'] as const;
/** Enough to tell most scenes' objects apart, in two minutes on two cores. */
const defaultSteps = 800;
const usage = 'npm run pictures [-- --steps N]';

/** The way to each view, with nothing selected or open. */
const views: Record<string, (page: Page) => Promise<void>> = {
  data: (page) => page.getByTestId('nav-data').click(),
  'data-image': (page) => page.getByTestId('sample-cell').first().click(),
  train: (page) => page.getByTestId('nav-train').click(),
  'train-image': (page) => page.getByTestId('detection-cell').first().click(),
  ...Object.fromEntries(
    Object.entries(readmePanels).map(([panel, view]) => [panel, (page) => open(page, panel, view)]),
  ),
  'anchors-data': (page) => open(page, 'anchors', ''),
  'loss-data': (page) => open(page, 'loss', ''),
  'compare-set-up': (page) => compare(page, 'Set up'),
  'compare-runs': (page) => compare(page, 'Runs'),
  'compare-side': async (page) => {
    await compare(page, 'Set up');
    await page.getByTestId('experiment-side').first().click();
  },
  'compare-verdict': (page) => compare(page, 'Verdict'),
  lesson: (page) => open(page, 'anchors', 'lesson=matching'),
  engine: (page) => page.getByTestId('backend-badge').click(),
  keys: (page) => page.keyboard.press('?'),
};

export async function run(args: string[]): Promise<number> {
  const { steps = String(defaultSteps) } = readArguments(usage, args, { steps: { type: 'string' } });
  if (!/^[1-9]\d*$/.test(steps))
    throw new CommandError(`--steps is "${steps}"; expected a whole number\nUsage: ${usage}`);
  const link = `v1&backend=wasm&steps=${steps}&eval=${Math.ceil(Number(steps) / 8)}&val=200`;
  for (const folder of [readmeFolder, reviewFolder]) mkdirSync(folder, { recursive: true });
  await withPage(async (page, address) => {
    await page.setViewportSize(sizes.desk);
    await page.goto(`${address}#train/${link}`);
    await page.getByTestId('train-button').and(page.locator(':enabled')).first().waitFor();
    await takeEverywhere(page, 'plan', () => page.getByTestId('nav-train').click());

    console.error('Training ...');
    await page.getByTestId('train-button').first().click();
    await page.locator('[data-testid=status][data-status=finished]').waitFor();
    await page.setViewportSize(readmeSize);
    for (const scheme of schemes) await take(page, scheme, `${readmeFolder}/train-${scheme}.png`);
    for (const [panel, view] of Object.entries(readmePanels)) {
      await open(page, panel, view);
      for (const scheme of schemes) await take(page, scheme, `${readmeFolder}/${panel}-${scheme}.png`);
    }
    await importEvidence(page);
    await compare(page, 'Verdict');
    for (const scheme of schemes) await take(page, scheme, `${readmeFolder}/compare-${scheme}.png`);
    for (const [name, go] of Object.entries(views)) await takeEverywhere(page, name, () => go(page));
  });
  console.error(`Wrote ${readmeFolder} and ${reviewFolder}`);
  return 0;
}

/** The raw results of docs/evidence.md, as a reader opens them. */
async function importEvidence(page: Page): Promise<void> {
  await compare(page, 'Runs');
  await page.getByTestId('runs-import-input').setInputFiles('docs/evidence/sgd.json');
  await page.getByTestId('run-row').nth(10).waitFor();
}

async function compare(page: Page, part: string): Promise<void> {
  await page.getByTestId('nav-compare').click();
  await page.getByTestId('compare-view').getByText(part, { exact: true }).click();
}

/** Goes to a panel by the address, as a link does; the run stays. */
async function open(page: Page, panel: string, view: string): Promise<void> {
  await page.evaluate(
    ([panel, view]) => {
      const settings = location.hash.split('?')[0].split('/').slice(1).join('/');
      location.hash = `${panel}/${settings}${view === '' ? '' : `?${view}`}`;
    },
    [panel, view] as const,
  );
  // What the worker is asked for is there when nothing is busy any more.
  await page.waitForTimeout(1000);
  await page.locator('main [aria-busy=true]').first().waitFor({ state: 'detached', timeout: 60_000 });
}

/** One picture of the view for each size and scheme. */
async function takeEverywhere(page: Page, view: string, go: () => Promise<void>): Promise<void> {
  for (const [size, viewport] of Object.entries(sizes)) {
    await page.setViewportSize(viewport);
    await page.keyboard.press('Escape');
    await go();
    for (const scheme of schemes) await take(page, scheme, `${reviewFolder}/${view}-${size}-${scheme}.png`);
  }
}

async function take(page: Page, colorScheme: 'light' | 'dark', path: string): Promise<void> {
  await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
  // Canvases and charts draw in the animation frames after a change of size.
  await page.waitForTimeout(500);
  await page.screenshot({ path });
}
