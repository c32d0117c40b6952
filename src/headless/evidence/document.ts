/**
 * @file The document's generated parts: each stands between `<!-- begin NAME KIND -->` and `<!-- end -->`, and is made of
 * the results of that name. What people wrote around them stays as it is.
 */
import { CommandError } from '../command-error';
import type { CompareOutput } from '../compare-output';
import { curvePlot } from './curve-plot';
import { forestPlot } from './forest-plot';
import { rateTable, scoreTable, setUp, verdicts } from './results';

/** A figure beside the document, by file name. */
export type Figures = Map<string, string>;

const kinds: Record<string, (output: CompareOutput, name: string, figures: Figures) => string> = {
  'set-up': setUp,
  scores: scoreTable,
  verdicts,
  rates: rateTable,
  differences(output, name, figures) {
    const words = 'Differences of mAP07, a dot a seed, with their intervals: the same figures as in the table';
    return placed(`${name}-differences.svg`, forestPlot(output.statistics), words, figures);
  },
  curves(output, name, figures) {
    const plot = curvePlot(output, 'confidence');
    return placed(`${name}-curves.svg`, plot, 'Confidence loss by step, a line an arm', figures);
  },
};

function placed(file: string, plot: string, words: string, figures: Figures): string {
  figures.set(file, plot);
  return `![${words}](evidence/${file})`;
}

const part = /(<!-- begin ([\w-]+) ([\w-]+) -->\n)[\s\S]*?(<!-- end -->)/g;

/**
 * Makes every generated part anew.
 *
 * @param results by name; a part whose results are not there yet says so
 * @throws CommandError that names an unknown kind
 */
export function fillDocument(
  document: string,
  results: ReadonlyMap<string, CompareOutput>,
): { document: string; figures: Figures } {
  const figures: Figures = new Map();
  const filled = document.replace(part, (_, begin: string, name: string, kind: string, end: string) => {
    const make = kinds[kind];
    if (make === undefined) {
      throw new CommandError(`"begin ${name} ${kind}": no such kind; expected ${Object.keys(kinds).join(', ')}`);
    }
    const output = results.get(name);
    const ended = output?.runs.some(({ error }) => error === undefined);
    const content = output && ended ? make(output, name, figures) : 'Not trained yet.';
    return `${begin}${content}\n${end}`;
  });
  return { document: filled, figures };
}
