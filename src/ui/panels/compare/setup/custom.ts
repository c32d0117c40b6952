/** @file Arms that differ from the settings of the page in settings of the reader's choice. */
import { type Arm, ConfigError, changed, modelIds, presets, type RunConfig, valueAt } from '../../../../experiments';
import { initializerNames } from '../../train/tricks';

/** One setting with its value as typed or chosen. */
export interface Change {
  path: string;
  value: string;
}

export interface ArmDraft {
  changes: readonly Change[];
}

interface Leaf {
  path: string;
  label: string;
  /** A choice; without it the value is typed. */
  options?: readonly { value: string; label: string }[];
  /** What to type, where it is not a number. */
  hint?: string;
  /** The value of what was typed or chosen; absent, a number or the choice itself. */
  read?(typed: string): unknown;
}

const choice = (names: Readonly<Record<string, string>>) =>
  Object.entries(names).map(([value, label]) => ({ value, label }));

const flag = choice({ true: 'on', false: 'off' });

/** The settings in which arms may differ. Data and back end are those of the page, and the seed turns within each arm. */
export const leaves: readonly Leaf[] = [
  {
    path: 'normalization',
    label: 'Loss normalization',
    options: choice({ batch: 'batch-wise', sample: 'sample-wise' }),
  },
  { path: 'sampleScale', label: 'Sample-wise: over the images', options: choice({ sum: 'sum', mean: 'mean' }) },
  { path: 'initializer', label: 'Initializer', options: choice(initializerNames) },
  { path: 'reinitialize', label: 'Re-initialise', hint: 'new-layers uniform(0.07)', read: asReinitializations },
  { path: 'decoder', label: 'Decoder', options: choice({ 'per-class': 'per class', argmax: 'argmax' }) },
  { path: 'optimizer.kind', label: 'Optimizer', options: choice({ adamw: 'AdamW', sgd: 'SGD with momentum' }) },
  { path: 'optimizer.learningRate', label: 'Learning rate' },
  { path: 'optimizer.momentum', label: 'Momentum' },
  { path: 'optimizer.beta1', label: 'Beta 1' },
  { path: 'optimizer.beta2', label: 'Beta 2' },
  { path: 'optimizer.epsilon', label: 'Epsilon' },
  { path: 'optimizer.weightDecay', label: 'Weight decay' },
  {
    path: 'optimizer.clipNorm',
    label: 'Largest gradient norm',
    hint: 'a number or none',
    read: (typed) => (typed.trim() === 'none' ? null : asNumber(typed)),
  },
  {
    path: 'optimizer.schedule.kind',
    label: 'Schedule',
    options: choice({ cosine: 'cosine', step: 'steps', constant: 'constant' }),
  },
  { path: 'optimizer.schedule.warmupSteps', label: 'Warm-up steps' },
  { path: 'optimizer.schedule.finalFraction', label: 'Last rate over peak' },
  {
    path: 'optimizer.schedule.milestones',
    label: 'Milestones',
    hint: '2000, 2500',
    read: (typed) => typed.split(/[\s,]+/).flatMap((part) => (part === '' ? [] : [Number(part)])),
  },
  { path: 'optimizer.schedule.factor', label: 'Factor at a milestone' },
  { path: 'batch', label: 'Batch' },
  { path: 'accumulate', label: 'Micro-batches a step' },
  { path: 'steps', label: 'Steps' },
  {
    path: 'model',
    label: 'Model',
    options: modelIds.map((value) => ({ value, label: presets[value].label })),
  },
  { path: 'augment.flip', label: 'Horizontal flip', options: flag, read: isOn },
  { path: 'augment.crop', label: 'Crop with an overlap bound', options: flag, read: isOn },
  { path: 'augment.expand', label: 'Expand (zoom out)', options: flag, read: isOn },
  { path: 'augment.colour', label: 'Colour', options: flag, read: isOn },
  { path: 'augment.randomInterpolation', label: 'Random interpolation', options: flag, read: isOn },
];

export function leafOf(path: string): Leaf {
  const leaf = leaves.find((known) => known.path === path);
  if (leaf === undefined) throw new RangeError(`leafOf: "${path}" is no setting that arms may differ in`);
  return leaf;
}

/** The leaves that this configuration has: those of its optimizer and schedule, and what takes none. */
export function leavesOf(config: RunConfig): readonly Leaf[] {
  return leaves.filter(({ path }) => valueAt(config, path) !== undefined);
}

/** What a change begins with: another value of a choice than the page's; the page's number, to be edited. */
export function startValue({ path, options }: Leaf, config: RunConfig): string {
  const present = valueAt(config, path);
  if (options !== undefined) return options.find(({ value }) => value !== String(present))?.value ?? '';
  return typeof present === 'number' ? String(present) : '';
}

/** Twice the learning rate of the page: a comparison to begin with. */
export function firstArm({ optimizer }: RunConfig): ArmDraft {
  return { changes: [{ path: 'optimizer.learningRate', value: String(2 * optimizer.learningRate) }] };
}

/** @returns the arms in order, and what is refused under `arm 0` and `arm 0.1` */
export function customArms(
  drafts: readonly ArmDraft[],
  config: RunConfig,
): { arms: Arm[]; problems: Record<string, string> } {
  const problems: Record<string, string> = {};
  const taken = new Map([[JSON.stringify(config), 'A']]);
  const arms = drafts.map(({ changes }, i): Arm => {
    const next = changes.reduce((before, { path, value }, j) => {
      const { label, options, read = options ? String : asNumber } = leafOf(path);
      try {
        if (value.trim() === '') throw new ConfigError('Empty; expected a value.');
        if (valueAt(before, path) === undefined) throw new ConfigError(`${label} is no setting of this optimizer.`);
        return changed(before, path, read(value));
      } catch (error) {
        if (!(error instanceof ConfigError)) throw error;
        problems[`arm ${i}.${j}`] = error.message
          .replace(`config refused: ${path}: `, '')
          .replace('config refused: ', '');
        return before;
      }
    }, config);
    const equal = taken.get(JSON.stringify(next));
    const refused = changes.some((_, j) => `arm ${i}.${j}` in problems);
    if (equal !== undefined && !refused) problems[`arm ${i}`] = `This is the same as ${equal}; change a setting.`;
    taken.set(JSON.stringify(next), String.fromCharCode(66 + i));
    const { seed: _, ...rest } = next;
    return { name: changes.map(inWords).join(', '), config: rest };
  });
  return { arms, problems };
}

/** "learning rate 0.012" */
function inWords({ path, value }: Change): string {
  const { label, options } = leafOf(path);
  return `${label.toLowerCase()} ${options?.find((option) => option.value === value)?.label ?? value.trim()}`;
}

function asNumber(typed: string): number {
  return typed.trim() === '' ? Number.NaN : Number(typed.replaceAll(',', ''));
}

function isOn(chosen: string): boolean {
  return chosen === 'true';
}

/** "new-layers uniform(0.07); predictors orthogonal(1)" */
function asReinitializations(typed: string): RunConfig['reinitialize'] {
  return typed
    .split(';')
    .map((entry) => entry.trim().split(/\s+(.*)/))
    .filter(([target]) => target !== '')
    .map(([target, scheme = '']) => ({ target, scheme }));
}
