/**
 * @file `npm run headless`: one training run in a headless Chromium, by the same worker code as in the page.
 */
import { existsSync, mkdirSync, readdirSync, readFileSync, realpathSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { parseRunConfig, type RunConfig } from '../experiments';
import type { LabEvent } from '../worker';
import { readArguments } from './arguments';
import { CommandError } from './command-error';
import { withLabPage } from './lab-page';
import { type RunOutput, RunRecorder } from './run-output';
import { ProgressPrinter } from './run-progress';

const usage = 'npm run headless -- --config FILE.json --out FILE.json';

/** Exit status 2 for a configuration that cannot be run, 1 for a run that failed; its partial output has an `error`. */
export async function run(args: string[], userFolder: string): Promise<number> {
  const options = readArguments(usage, args, { config: { type: 'string' }, out: { type: 'string' } });
  if (options.config === undefined || options.out === undefined) throw new CommandError(`Usage: ${usage}`);
  const config = readConfig(resolve(userFolder, options.config));
  const folder = findVocFolder(config, userFolder);
  const out = resolve(userFolder, options.out);
  mkdirSync(dirname(out), { recursive: true });

  const output = await train(config, folder);
  writeFileSync(out, `${JSON.stringify(output, null, 1)}\n`);
  if (output.error === undefined) return 0;
  console.error(output.error);
  return 1;
}

/** @throws CommandError that names the file and every key that is wrong */
function readConfig(path: string): RunConfig {
  if (!existsSync(path)) throw new CommandError(`${path}: there is no such file`);
  try {
    return parseRunConfig(JSON.parse(readFileSync(path, 'utf8')));
  } catch (error) {
    throw new CommandError(`${path}: ${error instanceof SyntaxError ? 'not JSON: ' : ''}${(error as Error).message}`);
  }
}

/** The absolute path of a VOC set; null for sprites. */
function findVocFolder({ data }: RunConfig, userFolder: string): string | null {
  if (data.kind === 'sprites') return null;
  if (data.path === undefined)
    throw new CommandError('data.path is missing; expected the folder that holds Annotations');
  const folder = resolve(userFolder, data.path);
  if (!statSync(folder, { throwIfNoEntry: false })?.isDirectory()) {
    throw new CommandError(
      `data.path is "${data.path}", and ${folder} is no folder; expected one that holds Annotations`,
    );
  }
  const link = findFolderLink(folder);
  if (link !== null) {
    throw new CommandError(
      `data.path: ${link} is a link to a folder, which Chromium does not follow; give a real folder`,
    );
  }
  return realpathSync(folder);
}

/** The first symbolic link to a folder below a folder, or null. */
function findFolderLink(folder: string): string | null {
  const entries = readdirSync(folder, { withFileTypes: true, recursive: true });
  const links = entries.filter((entry) => entry.isSymbolicLink()).map((entry) => join(entry.parentPath, entry.name));
  return links.find((link) => statSync(link, { throwIfNoEntry: false })?.isDirectory()) ?? null;
}

/** Runs to the end, or to a failure, which becomes the output's `error`. */
async function train(config: RunConfig, folder: string | null): Promise<RunOutput> {
  const recorder = new RunRecorder(config);
  const progress = new ProgressPrinter(config.steps);
  const report = (event: LabEvent) => {
    recorder.add(event);
    progress.print(event);
  };
  try {
    await withLabPage(async (page) => {
      await page.exposeFunction('reportLabEvent', report);
      if (folder !== null) await page.locator('#folder').setInputFiles(folder);
      await page.evaluate((run) => labPage.train(run), config);
    });
    return recorder.finish();
  } catch (error) {
    return recorder.finish((error as Error).message);
  }
}
