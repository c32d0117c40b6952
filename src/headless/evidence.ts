/**
 * @file `npm run evidence`: the tables and figures of docs/evidence.md from the raw results beside it; with `--train` the
 * raw results first, from their plans.
 */
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { readArguments } from './arguments';
import { CommandError } from './command-error';
import { type CompareOutput, summarize } from './compare-output';
import { fillDocument } from './evidence/document';
import { thinnedText } from './evidence/thin';
import { run as runExperiment } from './experiment';

const usage = 'npm run evidence -- [--train] [--only NAME] [--from FOLDER]';
const documentPath = 'docs/evidence.md';
const folder = 'docs/evidence';
const planEnding = '.config.json';
/** Whole results, with every step; what is kept beside the document is thinned. */
const wholeFolder = '.cache/evidence';

/** Training goes on where it stopped, and takes hours; whole results made elsewhere are taken in with `--from`. */
export async function run(args: string[], userFolder: string): Promise<number> {
  const options = readArguments(usage, args, {
    train: { type: 'boolean', default: false },
    only: { type: 'string' },
    from: { type: 'string' },
  });
  const known = readdirSync(folder).flatMap((file) =>
    file.endsWith(planEnding) ? [file.slice(0, -planEnding.length)] : [],
  );
  if (options.only !== undefined && !known.includes(options.only)) {
    throw new CommandError(`--only is "${options.only}"; expected ${known.join(', ')}\nUsage: ${usage}`);
  }
  const wanted = options.only === undefined ? known : [options.only];
  const from = options.from === undefined ? wholeFolder : resolve(userFolder, options.from);
  const failed: string[] = [];
  if (options.train) {
    mkdirSync(from, { recursive: true });
    for (const name of wanted) {
      const files = ['--config', resolve(folder, `${name}${planEnding}`), '--out', resolve(from, `${name}.json`)];
      if ((await runExperiment(files, userFolder)) !== 0) failed.push(name);
    }
  }
  if (options.train || options.from !== undefined) for (const name of wanted) takeIn(name, from);
  writeDocument(known);
  if (failed.length > 0) console.error(`A run failed in ${failed.join(', ')}; repeat the command to train it anew`);
  return failed.length === 0 ? 0 : 1;
}

/** Keeps whole results beside the document, thinned; statistics are made anew, by the present code. */
function takeIn(name: string, from: string): void {
  const path = join(from, `${name}.json`);
  if (!existsSync(path)) {
    console.log(`${name}: no results in ${from}`);
    return;
  }
  const output = readResults(path);
  writeFileSync(join(folder, `${name}.json`), thinnedText({ ...output, ...summarize(output.compare, output.runs) }));
  console.log(`${name}: ${output.runs.length} runs`);
}

function writeDocument(names: readonly string[]): void {
  const trained = names.filter((name) => existsSync(join(folder, `${name}.json`)));
  const results = new Map(trained.map((name) => [name, readResults(join(folder, `${name}.json`))]));
  const { document, figures } = fillDocument(readFileSync(documentPath, 'utf8'), results);
  writeFileSync(documentPath, document);
  for (const [file, figure] of figures) writeFileSync(join(folder, file), figure);
  console.log(`${documentPath}: ${trained.length} of ${names.length} comparisons, ${figures.size} figures`);
}

function readResults(path: string): CompareOutput {
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as CompareOutput;
  } catch (error) {
    throw new CommandError(`${path}: not JSON: ${(error as Error).message}`);
  }
}
