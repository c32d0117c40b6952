/**
 * @file The written results: docs/benchmarks.json, and docs/benchmarks.md made of it. Every figure there was printed by
 * the command that measured it.
 */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { formatSection, type Section } from './suite';

/** One suite on one machine, and what it printed. */
export interface BenchRun {
  suite: string;
  /** The options that it ran with, such as `--suite kernels --backend wasm`. */
  options: string;
  /** Such as "Chromium 156.0.8078.79". */
  host: string;
  machine: { cpu: string; cores: number; node: string; tfjs: string };
  /** Day of the measurement, such as "2025-11-24". */
  date: string;
  results: unknown;
  sections: Section[];
}

const folder = 'docs';
const jsonPath = `${folder}/benchmarks.json`;

/** Puts runs in the place of earlier ones with the same options on the same processor, and writes both files anew. */
export function writeReport(runs: readonly BenchRun[]): void {
  const before: BenchRun[] = existsSync(jsonPath) ? JSON.parse(readFileSync(jsonPath, 'utf8')) : [];
  const merged = mergeRuns(before, runs);
  mkdirSync(folder, { recursive: true });
  writeFileSync(jsonPath, `${JSON.stringify(merged, null, 1)}\n`);
  writeFileSync(`${folder}/benchmarks.md`, renderReport(merged));
}

export function mergeRuns(before: readonly BenchRun[], runs: readonly BenchRun[]): BenchRun[] {
  const key = ({ options, machine }: BenchRun) => `${options} ${machine.cpu} ${machine.cores}`;
  const merged = new Map([...before, ...runs].map((run) => [key(run), run]));
  return [...merged.values()];
}

export function renderReport(runs: readonly BenchRun[]): string {
  const parts = runs.map((run) => [runLine(run), ...run.sections.map(formatSection)].join('\n\n'));
  return `${['# Benchmarks', introduction, ...parts].join('\n\n')}\n`;
}

const introduction = `Written by \`npm run bench -- --report\`; benchmarks.json holds the same results as data. Rivals take turns within a
run, so that whatever else loads the machine falls on all of them alike: a ratio is the median over the rounds of the
ratio within a round. A spread is half the distance from the 10th to the 90th percentile.`;

/** Where and how a run was measured; also what the command prints after its tables. */
export function runLine({ options, host, machine, date }: BenchRun): string {
  const { cpu, cores, node, tfjs } = machine;
  return `\`npm run bench -- ${options}\`, ${date}: ${host}; ${cpu}, ${cores} cores; Node ${node}; TensorFlow.js ${tfjs}.`;
}
