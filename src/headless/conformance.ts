/**
 * @file `npm run conformance`: every case of every fixture file in a folder, in pure code or through the engine's tensors.
 */
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { type CaseResult, jsSubject, runFixture } from '../conformance';
import { readArguments, readChoice } from './arguments';
import { CommandError } from './command-error';
import { withLabPage } from './lab-page';

const usage = 'npm run conformance -- --fixtures DIR [--backend js|wasm|webgpu] [--json FILE]';
const backends = ['js', 'wasm', 'webgpu'] as const;

interface FileResult {
  file: string;
  cases: CaseResult[];
}
type RunFixture = (fixture: unknown) => Promise<CaseResult[]>;

/** Prints a line per file and last `N passed, N failed`; exit status 1 if a case failed. */
export async function run(args: string[], userFolder: string): Promise<number> {
  const options = readArguments(usage, args, {
    fixtures: { type: 'string' },
    backend: { type: 'string', default: 'js' },
    json: { type: 'string' },
  });
  const backend = readChoice('--backend', options.backend, backends);
  if (options.fixtures === undefined) throw new CommandError(`--fixtures is missing\nUsage: ${usage}`);
  const paths = findFixtures(resolve(userFolder, options.fixtures));

  const results =
    backend === 'js'
      ? await runFiles(paths, (fixture) => runFixture(fixture, jsSubject))
      : await withLabPage((page) =>
          runFiles(paths, (fixture) =>
            page.evaluate(([name, value]) => labPage.conform(name, value), [backend, fixture] as const),
          ),
        );
  const all = results.flatMap(({ cases }) => cases);
  const passed = all.filter((result) => result.passed).length;
  const failed = all.length - passed;
  if (options.json !== undefined) {
    const report = { backend, passed, failed, files: results };
    writeFileSync(resolve(userFolder, options.json), `${JSON.stringify(report, null, 1)}\n`);
  }
  console.log(`${passed} passed, ${failed} failed`);
  return failed === 0 ? 0 : 1;
}

function findFixtures(folder: string): string[] {
  if (!existsSync(folder) || !statSync(folder).isDirectory()) {
    throw new CommandError(`--fixtures: ${folder} is no folder; expected one that holds fixture files (*.json)`);
  }
  const names = readdirSync(folder).filter((name) => name.endsWith('.json'));
  if (names.length === 0) throw new CommandError(`--fixtures: ${folder} holds no *.json file`);
  return names.sort().map((name) => join(folder, name));
}

async function runFiles(paths: readonly string[], runCases: RunFixture): Promise<FileResult[]> {
  const results: FileResult[] = [];
  for (const path of paths) {
    const file = basename(path);
    const cases = await runFile(path, runCases);
    const failures = cases.filter((result) => !result.passed);
    console.log(`${file.padEnd(28)} ${cases.length - failures.length} of ${cases.length} passed`);
    for (const { id, message } of failures) console.log(`  ${id}: ${message.replaceAll('\n', '\n    ')}`);
    results.push({ file, cases });
  }
  return results;
}

/** A file that is no JSON is one failed case. */
async function runFile(path: string, runCases: RunFixture): Promise<CaseResult[]> {
  let fixture: unknown;
  try {
    fixture = JSON.parse(readFileSync(path, 'utf8'));
  } catch (error) {
    return [{ id: 'fixture', passed: false, message: `not JSON: ${(error as Error).message}` }];
  }
  return runCases(fixture);
}
