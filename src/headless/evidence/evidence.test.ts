import { XMLParser, XMLValidator } from 'fast-xml-parser';
import { describe, expect, test } from 'vitest';
import { parseComparePlan } from '../../experiments';
import { type ArmRun, type CompareOutput, summarize } from '../compare-output';
import { type LossPoint, RunRecorder } from '../run-output';
import { curvePlot } from './curve-plot';
import { fillDocument } from './document';
import { forestPlot } from './forest-plot';
import { rateTable } from './results';
import { linearScale, logScale } from './svg';
import { blockMeans, thinnedText } from './thin';

const input = {
  data: { kind: 'sprites' },
  optimizer: { kind: 'sgd', learningRate: 0.1 },
  steps: 200,
  compare: {
    arms: [
      { name: 'batch <wise>' },
      { name: 'argmax', decoder: 'argmax' },
      { name: 'sample', normalization: 'sample' },
    ],
    seeds: [1, 2, 3],
  },
};
const plan = parseComparePlan(input);

const point = (step: number): LossPoint => ({
  ...{ step, total: 4, confidence: 1 + 10 / step, localization: 1 / 3 },
  ...{ learningRate: 0.1, positives: 20 + step, ms: 90.123456, batch: 1000 + step },
});

function runOf(arms: string[], seed: number, map07: number): ArmRun {
  const config = { ...plan.arms[0].config, seed };
  const score = (step: number, map07: number) => ({ step, map07, map12: map07, perClass: {} });
  return {
    ...new RunRecorder(config).finish(),
    ...{
      seed,
      arms,
      backend: 'wasm',
      adapter: '2 threads',
      losses: Array.from({ length: 200 }, (_, i) => point(i + 1)),
    },
    evals: [score(100, map07 / 2), score(200, map07)],
    ...(arms.length > 1 && { decoders: { 'per-class': score(200, map07), argmax: score(200, map07 - 0.01) } }),
  };
}

function outputOf(seeds: number[]): CompareOutput {
  const runs = seeds.flatMap((seed) => [
    runOf(['batch <wise>', 'argmax'], seed, 0.5 + 0.01 * seed),
    runOf(['sample'], seed, 0.45),
  ]);
  return { compare: { ...plan, seeds }, ...summarize(plan, runs) };
}
const output = outputOf([1, 2, 3]);

/** All elements of an SVG text by tag name, after it was found to be well-formed. */
function elements(svg: string, name: string): Record<string, string>[] {
  expect(XMLValidator.validate(svg)).toBe(true);
  const parser = new XMLParser({
    ignoreAttributes: false,
    attributeNamePrefix: '',
    isArray: (_tag, _path, _leaf, attribute) => !attribute,
  });
  const found: Record<string, string>[] = [];
  const walk = (node: unknown): void => {
    if (typeof node !== 'object' || node === null) return;
    for (const [tag, inner] of Object.entries(node)) {
      if (tag === name && Array.isArray(inner)) found.push(...inner);
      walk(inner);
    }
  };
  walk(parser.parse(svg));
  return found;
}

describe('a forest plot', () => {
  test('has a dot a seed and a diamond at the mean between the ends of its interval', () => {
    const svg = forestPlot(output.statistics);
    const paths = elements(svg, 'path');
    expect(paths.filter(({ fill }) => fill === 'none')).toHaveLength(2 * 3 + 1); // and the legend
    expect(paths.filter(({ fill }) => fill === '#D55E00')).toHaveLength(2 + 1);
    const bars = elements(svg, 'line').filter((bar) => bar['stroke-width'] === '3');
    const [argmax, sample] = bars.map(({ x1, x2 }) => [Number(x1), Number(x2)]);
    expect(argmax[0]).toBeCloseTo(argmax[1], 6); // -0.01 under every seed
    expect(sample[1]).toBeGreaterThan(sample[0]);
    expect(svg).toContain('−7.0 (−9.5 to −4.5)'); // -0.06, -0.07, -0.08: 4.3027 * 0.01 / sqrt(3) = 0.0248
    expect(svg).toContain('against &#34;batch &#60;wise&#62;&#34;');
  });

  test('draws single runs alone, without an interval, below three seeds', () => {
    const svg = forestPlot(outputOf([1, 2]).statistics);
    expect(elements(svg, 'line').filter((bar) => bar['stroke-width'] === '3')).toHaveLength(1); // the legend
    expect(svg).toContain('n = 2: single runs');
  });
});

describe('a curve plot', () => {
  test('has a line an arm with a band from three seeds on, and none of a failed run', () => {
    const failed = { ...runOf(['sample'], 4, 0), error: 'diverged', losses: [{ ...point(1), confidence: 1e9 }] };
    const svg = curvePlot({ compare: plan, runs: [...output.runs, failed] }, 'confidence');
    expect(elements(svg, 'polyline').map(({ stroke }) => stroke)).toEqual(['#0072B2', '#D55E00']);
    expect(elements(svg, 'polygon')).toHaveLength(2);
    expect(svg).toContain('Not shown: peaks up to 11'); // 1 + 10 / step begins there
  });

  test('has a line a run below three seeds', () => {
    const svg = curvePlot(outputOf([1, 2]), 'localization');
    expect([elements(svg, 'polyline').length, elements(svg, 'polygon').length]).toEqual([4, 0]);
  });
});

test('scales map evenly: a linear one from tick to tick around the values, a logarithmic one from value to value', () => {
  const linear = linearScale(-3.2, 11, [100, 500]);
  expect(linear.ticks).toEqual([-5, 0, 5, 10, 15]);
  expect([linear(-5), linear(5), linear(15)]).toEqual([100, 300, 500]);
  const log = logScale(0.3, 7, [0, 100]);
  expect(log.ticks).toEqual([0.3, 0.35, 0.4, 0.45, 0.5, 0.6, 0.7, 0.8, 1, 1.5, 2, 2.5, 3, 3.5, 4, 4.5, 5, 6, 7]);
  expect([log(0.3), log(Math.sqrt(0.3 * 7)), log(7)].map((x) => Number(x.toFixed(9)))).toEqual([0, 50, 100]);
});

describe('thinning', () => {
  test('keeps means over blocks at the last step of each, without the digest of a batch', () => {
    const losses = Array.from({ length: 5 }, (_, i) => point(i + 1));
    expect(blockMeans(losses, 3)).toEqual([
      { step: 2, total: 4, confidence: 8.5, localization: 0.33333, learningRate: 0.1, positives: 22, ms: 90.123 },
      { step: 4, total: 4, confidence: 3.9167, localization: 0.33333, learningRate: 0.1, positives: 24, ms: 90.123 },
      { step: 5, total: 4, confidence: 3, localization: 0.33333, learningRate: 0.1, positives: 25, ms: 90.123 },
    ]);
    expect(blockMeans(losses, 5).map(({ batch }) => batch)).toEqual([1001, 1002, 1003, 1004, 1005]);
    expect(blockMeans([], 5)).toEqual([]);
  });

  test('leaves every score to the last bit, and of a thinned result everything', () => {
    const once: CompareOutput = JSON.parse(thinnedText(output));
    expect(once).toEqual({ ...output, runs: once.runs });
    expect(once.runs.map(({ evals, decoders }) => [evals, decoders])).toEqual(
      output.runs.map(({ evals, decoders }) => [evals, decoders]),
    );
    expect(once.runs[0].losses).toHaveLength(100);
    expect(thinnedText(once)).toBe(thinnedText(output));
  });
});

describe('the document', () => {
  const written = (kind: string, name = 'sgd') => `Why.\n<!-- begin ${name} ${kind} -->\nold\n<!-- end -->\nSo.\n`;
  const filled = (text: string) => fillDocument(text, new Map([['sgd', output]]));

  test('has its generated parts made anew, and its prose left alone', () => {
    const { document, figures } = filled(written('verdicts') + written('differences'));
    expect(document).not.toContain('old');
    expect(document.split('\n').filter((line) => line === 'Why.' || line === 'So.')).toHaveLength(4);
    expect(document).toContain('- sample is worse than batch <wise> by 7.0 mAP, 95% CI 4.5 to 9.5, n = 3');
    expect([...figures.keys()]).toEqual(['sgd-differences.svg']);
    expect(filled(document).document).toBe(document);
  });

  test('says how many of the runs are there, and which failed', () => {
    const broken = { ...runOf(['sample'], 3, 0), error: 'diverged' };
    const runs = [...output.runs.slice(0, 3), broken];
    const results = new Map([['sgd', { compare: plan, ...summarize(plan, runs) }]]);
    const { document } = fillDocument(written('set-up'), results);
    expect(document).toContain('4 of 6 trainings so far, each of 200 steps at batch 16, seeds 1, 2, 3');
    expect(document).toContain('1 failed: sample under seed 3 (diverged).');
    expect(filled(written('set-up')).document).toContain('\n6 trainings, each of 200 steps');
  });

  test('has a row an arm, with both intervals', () => {
    const { document } = filled(written('scores'));
    expect(document).toContain('| batch <wise> | 52.0 ±1.0 | 26.0 | 3 |  |  |  |');
    expect(document).toContain('| argmax | 51.0 ±1.0 |  | 3 | −1.0 | −1.0 to −1.0 | −1.0 to −1.0 |');
    expect(document).toContain('| sample | 45.0 ±0.0 | 22.5 | 3 | −7.0 | −9.5 to −4.5 | −8.0 to −6.0 |');
  });

  test('says what is not trained yet, and which kind it does not know', () => {
    expect(filled(written('scores', 'adamw')).document).toContain('-->\nNot trained yet.\n<!-- end');
    expect(() => filled(written('poem'))).toThrow(/"begin sgd poem": no such kind; expected set-up/);
  });
});

test('a table of learning rates has a row for what else differs, and marks the best', () => {
  const rates = [0.1, 0.4].flatMap((learningRate) => [
    { name: `batch @ ${learningRate}`, optimizer: { learningRate } },
    { name: `sample @ ${learningRate}`, normalization: 'sample', optimizer: { learningRate } },
  ]);
  const { arms } = parseComparePlan({ ...input, compare: { arms: rates, seeds: [1] } });
  const runs = arms.map(({ name }, i) => runOf([name], 1, 0.1 * (i + 1)));
  const failed = { ...runs[3], error: 'diverged' };
  const compare = { arms, seeds: [1] };
  expect(rateTable({ compare, ...summarize(compare, [...runs.slice(0, 3), failed]) })).toBe(
    [
      '| mAP07 at learning rate | 0.1 | 0.4 |',
      '| --- | ---: | ---: |',
      '| batch | 10.0 | **30.0** |',
      '| sample | **20.0** | no run ended |',
    ].join('\n'),
  );
});
