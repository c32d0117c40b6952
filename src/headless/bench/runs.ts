/**
 * @file The runs suite: how the Compare stage bears many kept runs: the table, an overlay of twenty, and the pointer
 * over it.
 */
import type { Page } from 'playwright';
import { type Timing, timing } from './race';
import { digits, type Section, type SuiteOptions, type SuiteReport, withSpread } from './suite';

const overlaid = 20;

interface RunsResult {
  kept: number;
  points: number;
  overlaid: number;
  /** From the click on Runs until the table is painted. */
  table: Timing;
  /** From the click on Side by side, with nothing read yet, until the curves are painted. */
  overlay: Timing;
  /** From a move of the pointer over the curves until the frame with its reading has been painted. */
  hover: Timing;
}

export async function runsSuite({ quick, progress }: SuiteOptions, page: Page): Promise<SuiteReport> {
  const [kept, points, repeats] = quick ? [overlaid, 50, 1] : [200, 2000, 5];
  progress(`keeping ${kept} runs of ${points} points`);
  const browser = page.context().browser();
  if (!browser) throw new Error('runs: the page has no browser; expected one of a launched Chromium');
  // A context that all visits share, as they share its storage.
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
  const keeper = await context.newPage();
  await keeper.goto(page.url());
  await keeper.waitForFunction(() => 'labPage' in globalThis);
  await keeper.evaluate(([runs, steps]) => labPage.keepRuns(runs, steps), [kept, points] as const);
  await keeper.close();
  const times = { table: [] as { ms: number }[], overlay: [] as { ms: number }[], hover: [] as { ms: number }[] };
  for (let i = 0; i < repeats; i++) {
    progress(`visit ${i + 1} of ${repeats}`);
    const visitor = await context.newPage();
    await visitor.goto(new URL('/#compare', page.url()).href);
    await visitor.getByTestId('train-button').and(visitor.locator(':enabled')).first().waitFor();
    const tab = (name: string) => visitor.getByTestId('compare-view').getByRole('radio', { name });
    times.table.push({
      ms: await paintAfterClick(visitor, await tab('Runs').elementHandle(), '[data-testid=run-row]'),
    });
    for (const box of (await visitor.getByTestId('run-row').getByRole('checkbox').all()).slice(0, overlaid))
      await box.check();
    const curves = `[data-testid=side-loss][data-curves="${overlaid}"] path`;
    times.overlay.push({ ms: await paintAfterClick(visitor, await tab('Side by side').elementHandle(), curves) });
    times.hover.push(...(await hover(visitor, quick ? 5 : 60)));
    await visitor.close();
  }
  await context.close();
  const result: RunsResult = {
    ...{ kept, points, overlaid },
    ...{ table: timing(times.table), overlay: timing(times.overlay), hover: timing(times.hover) },
  };
  return { results: [result], sections: [runsSection(result)] };
}

type Element = Awaited<ReturnType<ReturnType<Page['locator']>['elementHandle']>>;

/** Milliseconds from a click until a frame with what it brings has been painted. */
async function paintAfterClick(visitor: Page, element: Element, brings: string): Promise<number> {
  if (element === null) throw new Error('runs: there is nothing to click on; expected a tab of the Compare stage');
  return visitor.evaluate(
    ([target, selector]) =>
      new Promise<number>((resolve) => {
        const button = target as unknown as HTMLElement;
        const began = performance.now();
        button.click();
        const look = () => {
          if (button.ownerDocument.querySelector(selector) === null) requestAnimationFrame(look);
          // The task after a frame begins when it has been painted.
          else requestAnimationFrame(() => setTimeout(() => resolve(performance.now() - began)));
        };
        look();
      }),
    [element, brings] as const,
  );
}

/** Moves the pointer over the curves. @returns the time of each move that a frame answered */
async function hover(visitor: Page, moves: number): Promise<{ ms: number }[]> {
  const chart = visitor.getByTestId('side-loss');
  await chart.scrollIntoViewIfNeeded();
  const place = await chart.boundingBox();
  if (place === null) throw new Error('runs: the overlay has no place; expected curves in view');
  await visitor.evaluate(() => {
    globalThis.hoverTimes = [];
    let began: number | null = null;
    addEventListener(
      'pointermove',
      () => {
        if (began !== null) return;
        began = performance.now();
        requestAnimationFrame(() =>
          setTimeout(() => {
            hoverTimes.push({ ms: performance.now() - (began as number) });
            began = null;
          }),
        );
      },
      { capture: true },
    );
  });
  const { x, y, width, height } = place;
  await visitor.mouse.move(x + width * 0.15, y + height / 2);
  await visitor.mouse.move(x + width * 0.85, y + height / 2, { steps: moves });
  return visitor.evaluate(() => hoverTimes);
}

declare global {
  var hoverTimes: { ms: number }[];
}

export function runsSection({ kept, points, overlaid, table, overlay, hover }: RunsResult): Section {
  const cell = ({ msMedian, msLow, msHigh, samples }: Timing) => withSpread(msMedian, msLow, msHigh, samples);
  return {
    title: `${kept} kept runs of ${points} steps`,
    notes: [
      'Milliseconds, median and spread, at 1440 x 900, until what was asked for has been painted. The overlay reads its ' +
        'runs from the storage; each visit is a page of its own.',
    ],
    columns: ['what', 'ms', '90th percentile'],
    rows: [
      ['the table of runs', cell(table), digits(table.msHigh)],
      [`the curves of ${overlaid} runs over each other`, cell(overlay), digits(overlay.msHigh)],
      ['a move of the pointer over them', cell(hover), digits(hover.msHigh)],
    ],
    summary: [],
  };
}
