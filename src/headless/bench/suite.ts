/**
 * @file What every suite gives: results as data, and tables made of them. What is printed and what is kept are the same.
 */
import type { EngineInfo } from '../../bench';
import type { BenchHost } from './host';
import type { Budget } from './race';

export type Backend = 'webgpu' | 'wasm';

export interface SuiteOptions {
  host: BenchHost;
  backends: readonly Backend[];
  /** Only cases and scenarios whose name contains this text; all if it is empty. */
  only: string;
  /** A few small cases, one round each: shows that a suite runs, and measures nothing. */
  quick: boolean;
  budget: Budget;
  /** The Python whose PyTorch is a rival of whole steps; none without it. */
  torch?: string | undefined;
  /** Says how far the suite is. */
  progress(line: string): void;
}

export interface Section {
  title: string;
  /** Sentences before the table: on which device, and how to read it. */
  notes: string[];
  columns: string[];
  rows: string[][];
  /** Sentences after the table: what it comes to. */
  summary: string[];
}

export interface SuiteReport {
  /** Everything measured, for the JSON file. */
  results: unknown;
  sections: Section[];
}

/** Such as "webgpu (google swiftshader, software)" or "wasm (2 threads, SIMD)". */
export function engineName({ backend, adapter, software }: EngineInfo): string {
  return `${backend} (${adapter}${software ? ', software' : ''})`;
}

/** A section as Markdown, which reads as well in a terminal. */
export function formatSection({ title, notes, columns, rows, summary }: Section): string {
  const table = rows.length === 0 ? [] : [formatTable(columns, rows)];
  const paragraphs = [...notes.map(wrapText), ...table, ...summary.map(wrapText)];
  return [`## ${title}`, ...paragraphs].join('\n\n');
}

/** The first column is left-aligned, the others to the right. */
function formatTable(columns: readonly string[], rows: readonly string[][]): string {
  const widths = columns.map((name, c) => Math.max(3, name.length, ...rows.map((row) => row[c].length)));
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell, c) => (c === 0 ? cell.padEnd(widths[c]) : cell.padStart(widths[c]))).join(' | ')} |`;
  const rule = widths.map((width, c) => (c === 0 ? '-'.repeat(width) : `${'-'.repeat(width - 1)}:`));
  return [line(columns), line(rule), ...rows.map(line)].join('\n');
}

function wrapText(text: string): string {
  const lines: string[] = [];
  for (const word of text.split(' ')) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + word.length < 120) lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  return lines.join('\n');
}

/** Three significant digits: 0.123, 1.23, 12.3, 123, 1234. */
export function digits(value: number): string {
  return Math.abs(value) >= 100 ? value.toFixed(0) : value.toPrecision(3);
}

/** A median with half of its spread: "4.52 ±6%"; the spread is from the 10th to the 90th percentile. */
export function withSpread(median: number, low: number, high: number, samples: number): string {
  if (samples < 2) return `${digits(median)} (once)`;
  return `${digits(median)} ±${((50 * Math.abs(high - low)) / median).toFixed(0)}%`;
}
