/**
 * @file The detect suite: the lab's two decoders and a loop of stock NMS calls on the same predictions, in one race.
 */
import type { EngineInfo, Task } from '../../bench';
import { race, speedRatio, type Timing, timing } from './race';
import { digits, engineName, type Section, type SuiteOptions, type SuiteReport, withSpread } from './suite';

type DetectTask = Extract<Task, { kind: 'detect' }>;
const methods = ['per-class', 'argmax', 'stock'] as const satisfies readonly DetectTask['method'][];
const logitKinds = ['diffuse', 'peaked'] as const satisfies readonly DetectTask['logits'][];

interface DetectResult {
  engine: EngineInfo;
  logits: DetectTask['logits'];
  timings: Record<DetectTask['method'], Timing>;
  /** Time of per-class by the time of argmax. */
  perClassCost: number;
  /** Time of the stock loop by the time of per-class. */
  stockRatio: number;
}

export async function detectSuite(options: SuiteOptions): Promise<SuiteReport> {
  const results: DetectResult[] = [];
  for (const backend of options.backends) {
    const { engine, info } = await options.host.open(backend);
    options.progress(`detection on ${engineName(info)}`);
    for (const logits of logitKinds) {
      const ids = await Promise.all(methods.map((method) => engine.prepare({ kind: 'detect', method, logits })));
      const contenders = ids.map((id) => ({ run: (repeats: number) => engine.run(id, repeats) }));
      const [perClass, argmax, stock] = await race(contenders, options.budget);
      await engine.release(...ids);
      const timings = { 'per-class': timing(perClass), argmax: timing(argmax), stock: timing(stock) };
      const ratios = { perClassCost: speedRatio(argmax, perClass), stockRatio: speedRatio(perClass, stock) };
      results.push({ engine: info, logits, timings, ...ratios });
    }
    await options.host.close(engine);
  }
  return { results, sections: [detectSection(results)] };
}

function detectSection(results: readonly DetectResult[]): Section {
  return {
    title: 'Detection in one image, 8732 anchors x 21 classes',
    notes: [
      'Milliseconds from logits and offsets in tensors to detections on the CPU, median and spread. Diffuse: every class ' +
        'of every anchor is above the threshold, as before training; peaked: 2% of the anchors see an object. Stock: ' +
        'per class, by a loop of `tf.image.nonMaxSuppression`.',
    ],
    columns: ['engine', 'logits', 'per-class', 'argmax', 'stock loop', 'per-class / argmax', 'stock / per-class'],
    rows: results.map(({ engine, logits, timings, perClassCost, stockRatio }) => {
      const cells = methods.map((method) => {
        const { msMedian, msLow, msHigh, samples } = timings[method];
        return withSpread(msMedian, msLow, msHigh, samples);
      });
      return [engineName(engine), logits, ...cells, digits(perClassCost), digits(stockRatio)];
    }),
    summary: [],
  };
}
