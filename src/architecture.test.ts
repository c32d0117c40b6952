/**
 * @file The rules of the house, enforced: which room may enter which, and what may lie where.
 *
 * `findViolations` is a pure function of file texts, so that each rule is shown to catch a planted violation.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join, posix } from 'node:path';
import { describe, expect, test } from 'vitest';

/** The rooms of src/ and the rooms that each may enter, through their index only. */
const doors: Record<string, readonly string[]> = {
  ssd: [],
  engine: ['ssd'],
  data: ['ssd'],
  evaluation: ['ssd'],
  model: ['engine', 'ssd'],
  training: ['model', 'data', 'evaluation', 'engine', 'ssd'],
  experiments: ['evaluation', 'ssd'],
  bench: ['engine', 'model', 'data', 'training', 'evaluation', 'ssd'],
  conformance: ['engine', 'model', 'data', 'evaluation', 'ssd'],
  worker: ['bench', 'conformance', 'training', 'experiments', 'model', 'data', 'evaluation', 'engine', 'ssd'],
  ui: ['worker', 'experiments', 'evaluation', 'ssd'],
  headless: ['worker', 'bench', 'conformance', 'experiments', 'ssd'],
};
/** The engine is built on tfjs; the benchmarks also race against it as it comes. */
const tfjsRooms = ['engine', 'bench'];
const visibleTopLevel = [
  ...['package.json', 'package-lock.json', 'vite.config.ts', 'tsconfig.json', 'index.html', 'src', 'public', 'e2e'],
  ...['README.md', 'LICENSE', 'CHANGELOG.md', 'docs'],
  ...['node_modules', 'dist'], // made by the commands, never committed
];
const longFile = 400;

/** Texts by path, such as `src/ssd/boxes.ts`. */
type Files = ReadonlyMap<string, string>;

interface Import {
  specifier: string;
  /** The path imported, such as `src/ssd/index.ts`; null for a package. */
  target: string | null;
  /** Loaded as a worker or a static file through `new URL(..., import.meta.url)`. */
  byUrl: boolean;
}

function findViolations(files: Files): string[] {
  const imports = new Map([...files].map(([path, text]) => [path, readImports(path, text, files)]));
  return [
    ...[...files].flatMap(([path, text]) => checkFile(path, text, imports.get(path) ?? [])),
    ...findCycles(imports),
  ];
}

function checkFile(path: string, text: string, imports: readonly Import[]): string[] {
  const room = roomOf(path);
  const found = imports.flatMap((entry) => checkImport(path, room, entry));
  if (/\/(utils?|helpers?|common)(\/|\.)/.test(path)) found.push(`${path}: name the idea; no utils, helpers or common`);
  if (room !== null && !(room in doors)) found.push(`${path}: "${room}" is no room of src`);
  if (!mayTouchDocument(path, room) && touchesDocument(text)) {
    found.push(`${path}: only ui, main.tsx and the headless page touch document and window`);
  }
  const lines = text.split('\n').length - 1;
  const header = text.slice(0, text.indexOf('*/'));
  if (lines > longFile && !/@file[\s\S]*\blines\b/.test(header)) {
    found.push(`${path}: ${lines} lines; split it, or say in its @file header why it has so many lines`);
  }
  return found;
}

function checkImport(path: string, room: string | null, { specifier, target, byUrl }: Import): string[] {
  if (target === null) {
    if (specifier.startsWith('@tensorflow/') && !tfjsRooms.includes(room ?? '')) {
      return [`${path}: only engine imports ${specifier}`];
    }
    const sealed = room === 'ssd' && !isTest(path);
    return sealed ? [`${path}: ssd imports nothing, and here ${specifier}`] : [];
  }
  const other = roomOf(target);
  if (room === null || other === room) return [];
  if (other === null) return [`${path}: enters ${target}, which is in no room`];
  if (byUrl && /\.worker\.ts$/.test(target)) return [];
  const found: string[] = [];
  if (!doors[room]?.includes(other) && !isTest(path))
    found.push(`${path}: ${room} may not enter ${other} (${specifier})`);
  if (!/^src\/\w+\/index\.tsx?$/.test(target)) found.push(`${path}: enters ${other} by ${specifier}, not by its index`);
  return found;
}

/** One line per cycle, by depth-first search; a worker loaded by URL is no import. */
function findCycles(imports: ReadonlyMap<string, readonly Import[]>): string[] {
  const found: string[] = [];
  const finished = new Set<string>();
  const trail: string[] = [];
  function visit(path: string): void {
    const start = trail.indexOf(path);
    if (start >= 0) found.push(`cycle: ${[...trail.slice(start), path].join(' -> ')}`);
    if (start >= 0 || finished.has(path)) return;
    trail.push(path);
    for (const { target, byUrl } of imports.get(path) ?? []) if (target !== null && !byUrl) visit(target);
    trail.pop();
    finished.add(path);
  }
  for (const path of imports.keys()) visit(path);
  return found;
}

/** `export ... from`, `import ... from`, `import '...'`, `import('...')` and `new URL('...', import.meta.url)`. */
function readImports(path: string, text: string, files: Files): Import[] {
  const code = mask(text, 'comments');
  const statements = /\b(?:import|export)\b[\w$*{},\s]*?\bfrom\s*['"]([^'"]+)['"]|\bimport\s*\(?\s*['"]([^'"]+)['"]/g;
  const urls = /\bnew URL\(\s*['"]([^'"]+)['"],\s*import\.meta\.url/g;
  const entry = (specifier: string, byUrl: boolean) => ({ specifier, target: resolve(path, specifier, files), byUrl });
  return [
    ...[...code.matchAll(statements)].map((match) => entry(match[1] ?? match[2], false)),
    ...[...code.matchAll(urls)].map((match) => entry(match[1], true)),
  ];
}

function resolve(from: string, specifier: string, files: Files): string | null {
  if (!specifier.startsWith('.')) return null;
  const path = posix.join(posix.dirname(from), specifier.replace(/\?.*/, ''));
  const endings = ['', '.ts', '.tsx', '/index.ts', '/index.tsx'];
  return endings.map((ending) => path + ending).find((candidate) => files.has(candidate)) ?? path;
}

function roomOf(path: string): string | null {
  return /^src\/([^/]+)\//.exec(path)?.[1] ?? null;
}

function isTest(path: string): boolean {
  return /\.test\.tsx?$/.test(path);
}

function mayTouchDocument(path: string, room: string | null): boolean {
  return room === 'ui' || path === 'src/main.tsx' || path === 'src/headless/page.ts' || isTest(path);
}

/** A local variable may be called `window` too (pooling has windows): that file's own name is not the global. */
function touchesDocument(text: string): boolean {
  const code = mask(text, 'comments and strings');
  return ['document', 'window'].some(
    (name) =>
      new RegExp(`(?<![\\w$.#])(?:${name}(?:\\.|\\?\\.|\\[)|typeof ${name}\\b)`).test(code) &&
      !new RegExp(`\\b(?:const|let|of)\\s+${name}\\b|[(,]\\s*${name}\\s*:`).test(code),
  );
}

/** Blanks comments, and strings too if asked; strings and regular expressions are read so that their `//` is none. */
function mask(text: string, what: 'comments' | 'comments and strings'): string {
  const tokens =
    /\/\*[\s\S]*?\*\/|\/\/[^\n]*|'(?:\\.|[^'\\\n])*'|"(?:\\.|[^"\\\n])*"|`(?:\\.|[^`\\])*`|(?<=[(,=:[!&|?{};]\s*|return\s+)\/(?:\\.|\[(?:\\.|[^\]\\\n])*\]|[^/\\\n[])+\//g;
  return text.replace(tokens, (token) => {
    if (token.startsWith('//') || token.startsWith('/*')) return '';
    return what === 'comments' ? token : "''";
  });
}

function readSources(folder: string): [string, string][] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry): [string, string][] => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return readSources(path);
    return /\.(ts|tsx|mjs)$/.test(entry.name) ? [[path.replaceAll('\\', '/'), readFileSync(path, 'utf8')]] : [];
  });
}

describe('the house', () => {
  test('every source file keeps the rules', () => {
    const files = new Map(readSources('src').filter(([path]) => path !== 'src/architecture.test.ts'));
    expect(files.size).toBeGreaterThan(10);
    expect(findViolations(files)).toEqual([]);
  });

  test('the visible top level holds only what belongs there', () => {
    const visible = readdirSync('.').filter((name) => !name.startsWith('.'));
    expect(visible.filter((name) => !visibleTopLevel.includes(name))).toEqual([]);
  });

  test('the door table has no cycle', () => {
    const asImports = Object.entries(doors).map(([room, others]): [string, Import[]] => [
      room,
      others.map((target) => ({ specifier: target, target, byUrl: false })),
    ]);
    expect(findCycles(new Map(asImports))).toEqual([]);
  });
});

describe('the rules catch', () => {
  /** The violations of files planted in an otherwise empty house; every room has an index. */
  function plant(planted: Record<string, string>): string[] {
    const indexes = Object.keys(doors).map((room): [string, string] => [`src/${room}/index.ts`, '']);
    return findViolations(new Map([...indexes, ...Object.entries(planted)]));
  }

  test.each([
    [
      'a room that enters a forbidden one',
      { 'src/ui/a.ts': "import { x } from '../engine';" },
      'ui may not enter engine',
    ],
    ['a forbidden type', { 'src/ui/a.ts': "import type { x } from '../engine';" }, 'ui may not enter engine'],
    ['a forbidden re-export', { 'src/data/a.ts': "export * from '../model';" }, 'data may not enter model'],
    ['a forbidden dynamic import', { 'src/ui/a.ts': "void import('../engine');" }, 'ui may not enter engine'],
    [
      'a room entered past its index',
      { 'src/model/a.ts': "import '../ssd/boxes';", 'src/ssd/boxes.ts': '' },
      'not by its index',
    ],
    [
      'a test that enters past the index',
      { 'src/data/a.test.ts': "import '../ssd/b';", 'src/ssd/b.ts': '' },
      'not by its index',
    ],
    [
      'a cycle',
      { 'src/ssd/a.ts': "import './b';", 'src/ssd/b.ts': "export * from './a';" },
      'cycle: src/ssd/a.ts -> src/ssd/b.ts',
    ],
    [
      'tfjs outside engine',
      { 'src/model/a.ts': "import * as tf from '@tensorflow/tfjs-core';" },
      'only engine imports',
    ],
    ['a package in ssd', { 'src/ssd/a.ts': "import { x } from 'valibot';" }, 'ssd imports nothing'],
    ['document in a worker', { 'src/worker/a.ts': "document.createElement('p');" }, 'only ui, main.tsx'],
    ['window in a pure room', { 'src/ssd/a.ts': "if (typeof window === 'object') f();" }, 'only ui, main.tsx'],
    ['a folder of helpers', { 'src/data/helpers/a.ts': '' }, 'no utils'],
    ['a file of utils', { 'src/data/utils.ts': '' }, 'no utils'],
    ['an unknown room', { 'src/attic/a.ts': '' }, '"attic" is no room'],
    ['a long file without a reason', { 'src/ssd/a.ts': '/** @file Boxes. */\n'.padEnd(2000, 'x;\n') }, 'split it'],
  ])('%s', (_name, planted, message) => {
    const found = plant(planted);
    expect(found).toHaveLength(1);
    expect(found[0]).toContain(message);
  });

  test.each([
    [
      'a worker entered by URL',
      { 'src/headless/a.ts': "new Worker(new URL('../bench/b.worker.ts', import.meta.url));" },
    ],
    ['a test that uses another room by its index', { 'src/ssd/a.test.ts': "import '../evaluation';" }],
    ['an import in a comment', { 'src/ssd/a.ts': "// import '../engine';\n/* import x from 'valibot'; */" }],
    ['a variable called window', { 'src/ssd/a.ts': 'const window = pool[0];\nf(window.top);' }],
    ['document in a string', { 'src/worker/a.ts': "say('no document.body here'); // window.alert" }],
    [
      'a long file with a reason',
      { 'src/ssd/a.ts': '/** @file One table; its lines are data. */\n'.padEnd(2000, 'x\n') },
    ],
  ])('not %s', (_name, planted) => {
    expect(plant(planted)).toEqual([]);
  });
});
