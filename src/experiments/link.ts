/**
 * @file A run configuration as a short, versioned piece of text for the address bar: only what differs from the preset.
 *
 * `v1&steps=500&norm=sample` is the default model on the built-in scenes, 500 steps, sample-wise. The kinds (model, data,
 * optimizer, schedule) choose the preset; every other key is compared with it. Nothing that a reader brings is dropped
 * in silence: what cannot be used comes back as a problem, in words.
 */
import { type AugmentConfig, ConfigError, parseRunConfig, type RunConfig, type Schedule } from './config';
import { excessOfLink, quoted, readable } from './link-problems';

const version = 'v1';

/** A configuration leaf: its name in the link, its place in RunConfig, and how its value is written. */
interface Field {
  key: string;
  path: string;
  write(value: unknown): string;
  read(written: string, config: RunConfig): unknown;
}

const text = { write: String, read: (written: string): unknown => written };
const number = {
  write: String,
  read: (written: string): unknown => (written.trim() === '' ? Number.NaN : Number(written)),
};
/** The scenes count their images, VOC data names its lists. */
const split = {
  write: String,
  read: (written: string, config: RunConfig) => (config.data.kind === 'sprites' ? number.read(written) : written),
};
const limit = {
  write: (value: unknown) => (value === null ? 'none' : String(value)),
  read: (written: string) => (written === 'none' ? null : number.read(written)),
};
const integers = {
  write: (value: unknown) => (value as number[]).join('.'),
  read: (written: string): unknown => (written === '' ? [] : written.split('.').map(Number)),
};
/** The parts that are on: `crop.flip`, or `none`. An unknown part is kept so that validation can name it. */
const switches = {
  write: (value: unknown) => on(value as AugmentConfig).join('.') || 'none',
  read(written: string): unknown {
    const parts = written === 'none' ? [] : written.split('.');
    const off = { colour: false, expand: false, crop: false, flip: false, randomInterpolation: false };
    return { ...off, ...Object.fromEntries(parts.map((part) => [part, true])) };
  },
};

function on(augment: AugmentConfig): string[] {
  return Object.entries(augment).flatMap(([part, active]) => (active ? [part] : []));
}

/** `predictors*uniform(0.07)~stage1_1.filter*constant(0)`: targets with their schemes, in order. */
const reinitializations = {
  write: (value: unknown) =>
    (value as RunConfig['reinitialize']).map(({ target, scheme }) => `${target}*${scheme}`).join('~'),
  read: (written: string): unknown =>
    written === ''
      ? []
      : written.split('~').map((entry) => {
          const [target, ...scheme] = entry.split('*');
          return { target, scheme: scheme.join('*') };
        }),
};

/** `19_34_56~1_2_0.5~1_3_0.4`: the sizes, then the ratios of each map; `none` for those of the model. */
const ownAnchors = {
  write(value: unknown) {
    const own = value as RunConfig['anchors'];
    return own === null ? 'none' : [own.sizes, ...own.ratios].map((list) => list.join('_')).join('~');
  },
  read(written: string): unknown {
    if (written === 'none') return null;
    const [sizes, ...ratios] = written.split('~').map((list) => list.split('_').map(number.read));
    return { sizes, ratios };
  },
};

/** Ids, with what would end one escaped; a malformed escape stays as it was written. */
const ids = {
  write: (value: unknown) => (value as string[]).map(encodeURIComponent).join('|'),
  read: (written: string): unknown => (written === '' ? [] : written.split('|').map(decoded)),
};

/** Kinds come first: the preset depends on them. */
const kinds: readonly Field[] = [
  { key: 'model', path: 'model', ...text },
  { key: 'data', path: 'data.kind', ...text },
  { key: 'opt', path: 'optimizer.kind', ...text },
  { key: 'sched', path: 'optimizer.schedule.kind', ...text },
];
const leaves: readonly Field[] = [
  { key: 'scenes', path: 'data.seed', ...number },
  { key: 'objects', path: 'data.objects', ...text },
  { key: 'train', path: 'data.train', ...split },
  { key: 'val', path: 'data.val', ...split },
  { key: 'anchors', path: 'anchors', ...ownAnchors },
  { key: 'backend', path: 'backend', ...text },
  { key: 'steps', path: 'steps', ...number },
  { key: 'batch', path: 'batch', ...number },
  { key: 'accum', path: 'accumulate', ...number },
  { key: 'seed', path: 'seed', ...number },
  { key: 'norm', path: 'normalization', ...text },
  { key: 'scale', path: 'sampleScale', ...text },
  { key: 'init', path: 'initializer', ...text },
  { key: 'reinit', path: 'reinitialize', ...reinitializations },
  { key: 'dec', path: 'decoder', ...text },
  { key: 'lr', path: 'optimizer.learningRate', ...number },
  { key: 'mom', path: 'optimizer.momentum', ...number },
  { key: 'b1', path: 'optimizer.beta1', ...number },
  { key: 'b2', path: 'optimizer.beta2', ...number },
  { key: 'eps', path: 'optimizer.epsilon', ...number },
  { key: 'wd', path: 'optimizer.weightDecay', ...number },
  { key: 'clip', path: 'optimizer.clipNorm', ...limit },
  { key: 'warm', path: 'optimizer.schedule.warmupSteps', ...number },
  { key: 'final', path: 'optimizer.schedule.finalFraction', ...number },
  { key: 'miles', path: 'optimizer.schedule.milestones', ...integers },
  { key: 'factor', path: 'optimizer.schedule.factor', ...number },
  { key: 'aug', path: 'augment', ...switches },
  { key: 'without', path: 'exclude', ...ids },
  { key: 'eval', path: 'evalEvery', ...number },
];

/** One leaf that is not as its preset has it. */
export interface Difference {
  key: string;
  /** Place in RunConfig, such as `optimizer.learningRate`. */
  path: string;
  value: unknown;
  preset: unknown;
}

/** What differs from the preset, kinds first. */
export function differences(config: RunConfig): Difference[] {
  const preset = presetOf(config);
  const compare = (fields: readonly Field[], base: RunConfig) =>
    fields.flatMap(({ key, path, write }) => {
      const [value, expected] = [valueAt(config, path), valueAt(base, path)];
      if (value === undefined || (expected !== undefined && write(value) === write(expected))) return [];
      return [{ key, path, value, preset: expected }];
    });
  const [home, own] = [parseRunConfig({ data: { kind: 'sprites' } }), modelPreset(config)];
  return [...compare(kinds.slice(0, 2), home), ...compare(kinds.slice(2), own), ...compare(leaves, preset)];
}

/** A leaf in which configurations differ among themselves. */
export interface ConfigDifference {
  /** Place in RunConfig, such as `optimizer.learningRate`. */
  path: string;
  /** As the link writes them, one a configuration, in their order; null where a configuration has no such leaf. */
  values: (string | null)[];
}

/** Only what differs among the configurations, kinds first. A folder of the reader's machine is left out. */
export function configDifferences(configs: readonly RunConfig[]): ConfigDifference[] {
  return [...kinds, ...leaves].flatMap(({ path, write }) => {
    const values = configs.map((config) => {
      const value = valueAt(config, path);
      return value === undefined ? null : write(value);
    });
    return new Set(values).size > 1 ? [{ path, values }] : [];
  });
}

/** The preset that `config` departs from: that of its model, data kind, optimizer kind and schedule kind. */
export function presetOf(config: Pick<RunConfig, 'model' | 'data' | 'optimizer'>): RunConfig {
  const own = modelPreset(config);
  const { kind, schedule } = config.optimizer;
  const optimizer =
    kind === own.optimizer.kind ? own.optimizer : parseRunConfig({ ...own, optimizer: { kind } }).optimizer;
  return { ...own, optimizer: { ...optimizer, schedule: schedulePreset(schedule.kind, own) } };
}

function modelPreset({ model, data }: Pick<RunConfig, 'model' | 'data'>): RunConfig {
  return parseRunConfig({ data: { kind: data.kind }, model });
}

/** A schedule of this kind with the preset's warm-up; milestones at two and five sixths, near those of the paper's recipe. */
function schedulePreset(kind: Schedule['kind'], own: RunConfig): Schedule {
  const { schedule } = own.optimizer;
  if (schedule.kind === kind) return schedule;
  const { warmupSteps } = schedule;
  if (kind === 'constant') return { kind, warmupSteps };
  if (kind === 'cosine') return { kind, warmupSteps, finalFraction: 0.01 };
  const milestones = [Math.ceil((own.steps * 2) / 3), Math.ceil((own.steps * 5) / 6)];
  return { kind, warmupSteps, milestones, factor: 0.1 };
}

/** The link text; empty for the default configuration. A folder of the reader's machine is never written. */
export function encodeLink(config: RunConfig): string {
  const byKey = new Map([...kinds, ...leaves].map((field) => [field.key, field]));
  const pairs = differences(config).map(
    ({ key, value }) => `${key}=${encodeURIComponent(byKey.get(key)!.write(value))}`,
  );
  return pairs.length === 0 ? '' : [version, ...pairs].join('&');
}

/**
 * Reads a link text.
 *
 * @param link what encodeLink wrote, or anything that a person pasted
 * @returns a usable configuration, and one sentence for each part that could not be used
 */
export function decodeLink(link: string): { config: RunConfig; problems: string[] } {
  const home = parseRunConfig({ data: { kind: 'sprites' } });
  if (link === '') return { config: home, problems: [] };
  const excess = excessOfLink(link);
  if (excess !== null) return { config: home, problems: [excess] };
  const [found, ...pairs] = link.split('&');
  if (found !== version) {
    return { config: home, problems: [`the link has version "${quoted(found)}"; this lab reads ${version}`] };
  }
  const problems: string[] = [];
  const given = new Map<string, string>();
  for (const pair of pairs.filter((part) => part !== '')) {
    const [key, ...rest] = pair.split('=');
    const known = [...kinds, ...leaves].some((field) => field.key === key);
    if (known && rest.length > 0) given.set(key, decoded(rest.join('=')));
    else problems.push(`"${quoted(pair)}" is not a setting that this lab knows`);
  }
  const config = kinds.reduce((chosen, field) => presetOf(apply(chosen, field, given, problems)), home);
  const whole = leaves.reduce((chosen, field) => apply(chosen, field, given, problems), config);
  return { config: whole, problems: readable(problems) };
}

/** A malformed escape stays as it was written; validation then names it. */
function decoded(written: string): string {
  try {
    return decodeURIComponent(written);
  } catch {
    return written;
  }
}

function apply(config: RunConfig, field: Field, given: Map<string, string>, problems: string[]): RunConfig {
  const written = given.get(field.key);
  if (written === undefined) return config;
  try {
    return changed(config, field.path, field.read(written, config));
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    problems.push(`${field.key}=${quoted(written)}: ${error.message.replace('config refused: ', '')}`);
    return config;
  }
}

/**
 * The configuration with one leaf replaced. A new kind brings its preset; what was set by hand elsewhere stays.
 *
 * @param path place in RunConfig, such as `optimizer.learningRate`
 * @throws ConfigError that names the leaf, what was found and what is expected
 */
export function changed(config: RunConfig, path: string, value: unknown): RunConfig {
  const { model, data, optimizer } = config;
  const { schedule, clipNorm } = optimizer;
  switch (path) {
    case 'model': {
      const next = parseRunConfig({ data: { kind: data.kind }, model: value });
      return carryOver(config, next, ['anchors', 'steps', 'batch', 'evalEvery', 'optimizer', 'data.train', 'data.val']);
    }
    case 'data.kind':
      return carryOver(config, parseRunConfig({ data: { kind: value }, model }), ['data', 'augment']);
    case 'optimizer.kind': {
      const own = modelPreset(config).optimizer;
      const next = value === own.kind ? { ...own, schedule, clipNorm } : { kind: value, schedule, clipNorm };
      return parseRunConfig({ ...config, optimizer: next });
    }
    case 'optimizer.schedule.kind': {
      const own = { ...modelPreset(config), steps: config.steps };
      const next = isScheduleKind(value) ? schedulePreset(value, own) : { kind: value };
      return parseRunConfig({ ...config, optimizer: { ...optimizer, schedule: next } });
    }
    default:
      return parseRunConfig(replaced(config, path.split('.'), value));
  }
}

function isScheduleKind(value: unknown): value is Schedule['kind'] {
  return value === 'constant' || value === 'cosine' || value === 'step';
}

/** Sets on `next` what was set by hand in `config`, but for what stands under the dropped places. */
function carryOver(config: RunConfig, next: RunConfig, dropped: readonly string[]): RunConfig {
  const kindPaths = kinds.map((field) => field.path);
  return differences(config)
    .filter(({ path }) => !kindPaths.includes(path))
    .filter(({ path }) => !dropped.some((place) => path === place || path.startsWith(`${place}.`)))
    .reduce((carried, { path, value }) => {
      const fits = valueAt(carried, path) !== undefined;
      return fits ? parseRunConfig(replaced(carried, path.split('.'), value)) : carried;
    }, next);
}

function replaced(node: object, [head, ...rest]: string[], value: unknown): object {
  const next = rest.length === 0 ? value : replaced((node as Record<string, object>)[head], rest, value);
  return { ...node, [head]: next };
}

/** The value at a dotted place; undefined where this kind of configuration has no such leaf. */
export function valueAt(config: RunConfig, path: string): unknown {
  return path.split('.').reduce<unknown>((node, part) => (node as Record<string, unknown> | undefined)?.[part], config);
}
