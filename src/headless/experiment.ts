/**
 * @file `npm run headless`: one training run in a headless Chromium, by the same worker code as in the page.
 */
import { existsSync, mkdirSync, readdirSync, readFileSync, realpathSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { asksToCompare, parseComparePlan, parseRunConfig, type RunConfig } from '../experiments';
import type { LabEvent } from '../worker';
import { readArguments } from './arguments';
import { CommandError } from './command-error';
import { runComparison } from './compare';
import { withLabPage } from './lab-page';
import { type RunOutput, RunRecorder } from './run-output';
import { ProgressPrinter } from './run-progress';

const usage = 'npm run headless -- --config FILE.json --out FILE.json';

/** Exit status 2 for a configuration that cannot be run, 1 for a run that failed; its partial output has an `error`. */
export async function run(args: string[], userFolder: string): Promise<number> {
  const options = readArguments(usage, args, { config: { type: 'string' }, out: { type: 'string' } });
  if (options.config === undefined || options.out === undefined) throw new CommandError(`Usage: ${usage}`);
  const path = resolve(userFolder, options.config);
  const input = readJson(path);
  const out = resolve(userFolder, options.out);
  mkdirSync(dirname(out), { recursive: true });
  if (asksToCompare(input)) {
    const plan = named(path, () => parseComparePlan(input));
    const data = findVocData(plan.arms[0].config, userFolder);
    return runComparison(plan, out, (config, decode) => train(config, data, decode));
  }
  const config = named(path, () => parseRunConfig(input));
  const output = await train(config, findVocData(config, userFolder));
  writeFileSync(out, `${JSON.stringify(output, null, 1)}\n`);
  if (output.error === undefined) return 0;
  console.error(output.error);
  return 1;
}

function readJson(path: string): unknown {
  if (!existsSync(path)) throw new CommandError(`${path}: there is no such file`);
  const bytes = readFileSync(path);
  // PowerShell writes UTF-16, Notepad a mark before UTF-8.
  const text = new TextDecoder(bytes[0] === 0xff && bytes[1] === 0xfe ? 'utf-16le' : 'utf-8').decode(bytes);
  return named(path, () => JSON.parse(text) as unknown);
}

/** @throws CommandError that names the file and every key that is wrong */
function named<T>(path: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    throw new CommandError(`${path}: ${error instanceof SyntaxError ? 'not JSON: ' : ''}${(error as Error).message}`);
  }
}

/** The absolute path of a VOC set, a folder or an archive; null for sprites. */
function findVocData({ data }: Pick<RunConfig, 'data'>, userFolder: string): string | null {
  if (data.kind === 'sprites') return null;
  if (data.path === undefined)
    throw new CommandError('data.path is missing; expected the folder that holds Annotations, or an archive of it');
  const path = resolve(userFolder, data.path);
  const status = statSync(path, { throwIfNoEntry: false });
  if (status === undefined) {
    throw new CommandError(
      `data.path is "${data.path}", and ${path} is not there; expected a folder that holds Annotations, or an archive of it`,
    );
  }
  const link = status.isDirectory() ? findFolderLink(path) : null;
  if (link !== null) {
    throw new CommandError(
      `data.path: ${link} is a link to a folder, which Chromium does not follow; give a real folder`,
    );
  }
  return realpathSync(path);
}

/** The first symbolic link to a folder below a folder, or null. */
function findFolderLink(folder: string): string | null {
  const entries = readdirSync(folder, { withFileTypes: true, recursive: true });
  const links = entries.filter((entry) => entry.isSymbolicLink()).map((entry) => join(entry.parentPath, entry.name));
  return links.find((link) => statSync(link, { throwIfNoEntry: false })?.isDirectory()) ?? null;
}

/**
 * Runs to the end, or to a failure, which becomes the output's `error`.
 *
 * @param voc    the folder or archive of the data, where they are VOC
 * @param decode evaluates the final weights by both decoders too
 */
async function train(config: RunConfig, voc: string | null, decode = false): Promise<RunOutput> {
  const recorder = new RunRecorder(config);
  const progress = new ProgressPrinter(config.steps);
  const report = (event: LabEvent) => {
    recorder.add(event);
    progress.print(event);
  };
  try {
    await withLabPage(async (page) => {
      await page.exposeFunction('reportLabEvent', report);
      if (voc !== null) {
        await page.locator(statSync(voc).isDirectory() ? '#folder' : '#archive').setInputFiles(voc);
      }
      const decoders = await page.evaluate(([run, both]) => labPage.train(run, both), [config, decode] as const);
      if (decoders !== null) recorder.addDecoders(decoders);
    });
    return recorder.finish();
  } catch (error) {
    return recorder.finish((error as Error).message);
  }
}
