/**
 * @file The matching suite: what a frame of the Anchors panel costs while a box is dragged, and the matching within it.
 */
import type { Page } from 'playwright';
import {
  defaultView,
  encodeLink,
  encodeView,
  imageKey,
  parseRunConfig,
  tutorialBatch,
  type View,
} from '../../experiments';
import { Random } from '../../ssd';
import { race, type Timing, timing } from './race';
import { digits, type Section, type SuiteOptions, type SuiteReport, withSpread } from './suite';

type Box = readonly [number, number, number, number];

/** Milliseconds that a frame may take at 60 frames a second. */
const frameMs = 16;

interface MatchingResult {
  objects: number;
  positives: number;
  hardNegatives: number;
  /** Matching, targets and mining alone. */
  matching: Timing;
  /** All of that, the panel's update and the drawing: what the page's own code does in a frame. */
  update: Timing;
  /** With the browser's style, layout and paint. */
  frame: Timing;
}

export async function matchingSuite(options: SuiteOptions, page: Page): Promise<SuiteReport> {
  const { host, budget, progress, quick } = options;
  const { engine } = await host.open('wasm');
  const results: MatchingResult[] = [];
  for (const objects of quick ? [1] : [1, 4, 60]) {
    progress(`matching ${objects} objects`);
    const boxes = boxesOf(objects);
    const id = await engine.prepare({ kind: 'match', boxes });
    const [samples] = await race([{ run: (repeats) => engine.run(id, repeats) }], budget);
    await engine.release(id);
    const drag = await dragInPanel(page, boxes, quick ? 5 : 120);
    results.push({ objects, matching: timing(samples), ...drag });
  }
  await host.close(engine);
  return { results, sections: [matchingSection(results)] };
}

/** The tutorial's boxes, or as many as are asked for, drawn at random over its image. The first is the one that moves. */
function boxesOf(objects: number): Box[] {
  const first: Box = [10, 20, 80, 90];
  if (objects === 4) {
    return [
      [10, 10, 30, 30],
      [40, 40, 60, 60],
      [50, 50, 90, 90],
      [100, 110, 120, 140],
    ];
  }
  const random = new Random('bench', 'boxes');
  const others = Array.from({ length: objects - 1 }, (): Box => {
    const [width, height] = [random.uniform(15, 120), random.uniform(15, 120)].map(Math.round);
    const [x, y] = [random.integer(301 - width), random.integer(301 - height)];
    return [x, y, x + width, y + height];
  });
  return [first, ...others];
}

/** Opens the panel with these boxes and drags the first one by the mouse over the image. */
async function dragInPanel(
  page: Page,
  boxes: readonly Box[],
  moves: number,
): Promise<Pick<MatchingResult, 'positives' | 'hardNegatives' | 'update' | 'frame'>> {
  const browser = page.context().browser();
  if (!browser) throw new Error('matching: the page has no browser; expected one of a launched Chromium');
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
  const visitor = await context.newPage();
  await visitor.goto(new URL(`/${addressOf(boxes)}`, page.url()).href);
  const count = async (id: string) => Number((await visitor.getByTestId(id).innerText()).replaceAll(',', ''));
  const counts = { positives: await count('positives'), hardNegatives: await count('hard-negatives') };

  const canvas = await visitor.getByTestId('anchor-canvas').boundingBox();
  if (canvas === null) throw new Error('matching: the panel shows no canvas');
  const at = (x: number, y: number) =>
    [canvas.x + (x * canvas.width) / 300, canvas.y + (y * canvas.height) / 300] as const;
  const [x1, y1, x2, y2] = boxes[0];
  const [grabX, grabY] = [(x1 + x2) / 2, (y1 + y2) / 2];
  // Its button selects the box that lies on top of others.
  await visitor.getByTestId('anchor-box').first().focus();
  await visitor.mouse.move(...at(grabX, grabY));
  await visitor.mouse.down();
  await visitor.getByTestId('anchor-box').first().evaluate(recordFrames);
  await visitor.mouse.move(...at(300 - grabX, 300 - grabY), { steps: moves });
  await visitor.mouse.up();
  const frames = await visitor.evaluate(() => dragFrames);
  await context.close();
  if (frames.length === 0) throw new Error('matching: no frame moved a box; expected one for each move of the mouse');
  const timed = (part: 'update' | 'frame') => timing(frames.map((frame) => ({ ms: frame[part] })));
  return { ...counts, update: timed('update'), frame: timed('frame') };
}

/** The panel's link: the tutorial's first image with these boxes. */
function addressOf(boxes: readonly Box[]): string {
  const config = parseRunConfig({
    model: 'ssd_64_smoke',
    backend: 'wasm',
    data: { kind: 'sprites', train: 32, val: 8 },
  });
  const drafts = { [imageKey(tutorialBatch[0])]: boxes.map((box) => ({ classId: 1, box })) };
  const view: View = { ...defaultView, batch: tutorialBatch, drafts };
  return `#anchors/${encodeLink(config)}?${encodeView(view)}`;
}

declare global {
  /** Milliseconds of every frame that moved a box, from the move of the mouse. */
  var dragFrames: { update: number; frame: number }[];
}

/**
 * Runs in the page, on the box that is dragged. A frame counts from the move of the mouse, which the browser hands out
 * at the start of a frame: its update ends when the page has moved the box and drawn the canvas, and the frame with the
 * task after style, layout and paint. Frames without a move do not count.
 */
function recordFrames(box: HTMLElement): void {
  globalThis.dragFrames = [];
  const { port1, port2 } = new MessageChannel();
  let began: number | null = null;
  let update: number | null = null;
  // Called once the page's code has ended that moved the box: the canvas is drawn in the same task.
  new MutationObserver(() => {
    if (began !== null) update = performance.now() - began;
  }).observe(box, { attributes: true, attributeFilter: ['style'] });
  port1.onmessage = () => {
    if (began === null || update === null) return;
    dragFrames.push({ update, frame: performance.now() - began });
    began = null;
    update = null;
  };
  addEventListener('pointermove', () => (began ??= performance.now()), { capture: true });
  const tick = () => {
    port2.postMessage(null);
    requestAnimationFrame(tick);
  };
  requestAnimationFrame(tick);
}

export function matchingSection(results: readonly MatchingResult[]): Section {
  const cell = ({ msMedian, msLow, msHigh, samples }: Timing) => withSpread(msMedian, msLow, msHigh, samples);
  const slowest = results.reduce((worst, result) => (result.update.msMedian > worst.update.msMedian ? result : worst));
  return {
    title: 'A dragged box among 8732 anchors',
    notes: [
      'Milliseconds, median and spread. Matching: matches, targets and hard negatives alone. Update and frame: the main ' +
        'thread of the Anchors panel at 1440 x 900 while the mouse drags a box, from the move of the mouse. The update is ' +
        "the page's own code: matching, the counts, the inspector and the drawing of the canvas; the frame ends after the " +
        "browser's style, layout and paint, here without a GPU.",
    ],
    columns: ['objects', 'positives', 'hard negatives', 'matching', 'update', 'frame', 'frame, 90th percentile'],
    rows: results.map(({ objects, positives, hardNegatives, matching, update, frame }) => [
      String(objects),
      String(positives),
      String(hardNegatives),
      cell(matching),
      cell(update),
      cell(frame),
      digits(frame.msHigh),
    ]),
    summary: [
      `The median update with ${slowest.objects} objects takes ${digits(slowest.update.msMedian)} ms of the ${frameMs} ms ` +
        `that 60 frames a second leave, the whole frame ${digits(slowest.frame.msMedian)} ms.`,
    ],
  };
}
