/**
 * @file The configuration of a run: its schema, its defaults by model preset, and clear errors.
 *
 * One form serves the page, the link, the headless command and the stored run.
 */
import * as v from 'valibot';
import { misfits, type OwnAnchors } from '../ssd';
import { type Reinitialization, reinitialization } from './scheme';

const positiveInteger = v.pipe(v.number(), v.integer(), v.minValue(1));
const count = v.pipe(v.number(), v.integer(), v.minValue(0));
const positive = v.pipe(v.number(), v.finite(), v.gtValue(0));
const nonNegative = v.pipe(v.number(), v.finite(), v.minValue(0));
const fraction = v.pipe(v.number(), v.minValue(0), v.maxValue(1));
const decay = v.pipe(v.number(), v.minValue(0), v.ltValue(1));
/** Each epoch shuffles all of them, each evaluation looks at all. */
const scenes = v.pipe(positiveInteger, v.maxValue(1e6));
export const seedSchema = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(4294967295));

/** Pixels of the network input. */
const anchorSize = v.pipe(v.number(), v.minValue(0.001), v.maxValue(1e6));
const anchorRatio = v.pipe(v.number(), v.minValue(0.001), v.maxValue(1000));
const ownAnchors = v.strictObject({
  sizes: v.pipe(v.array(anchorSize), v.maxLength(100)),
  ratios: v.pipe(v.array(v.tupleWithRest([v.literal(1)], anchorRatio)), v.maxLength(100)),
});

export const modelIds = ['ssd_96_lab', 'ssd_64_smoke', 'ssd_300_vgg16_atrous'] as const;
export const backendChoices = ['auto', 'webgpu', 'wasm', 'cpu'] as const;
export const initializerIds = [
  'xavier-uniform-avg-2',
  'xavier-uniform-avg-3',
  'xavier-gaussian-out-2',
  'xavier-gaussian-in-2',
  'uniform-0.07',
  'normal-0.01',
  'msra-prelu',
  'orthogonal',
  'zero',
] as const;
/** Codes of the findings in VOC data that a repair is known for. */
export const repairCodes = [
  ...['annotation-missing', 'image-missing', 'image-twice', 'image-leaks', 'filename-wrong', 'size-missing'],
  ...['size-wrong', 'coordinates-from-zero', 'class-unknown', 'class-spelling', 'object-twice', 'flag-missing'],
  ...['box-unreadable', 'box-swapped', 'box-outside', 'box-from-zero', 'box-degenerate'],
] as const;
export const objectCounts = ['mixed', 'three', 'one-or-many'] as const;

const spriteData = v.strictObject({
  kind: v.literal('sprites'),
  seed: v.optional(seedSchema, 1),
  /** Distinct training scenes; scenes are drawn when they are needed, so a large number costs nothing. */
  train: v.optional(scenes),
  val: v.optional(scenes),
  /** The spread of the object count, which decides how much the normalization matters. */
  objects: v.optional(v.picklist(objectCounts), 'mixed'),
});
const vocData = v.strictObject({
  kind: v.literal('voc'),
  /** Headless only: the folder that holds Annotations, JPEGImages and ImageSets. In the page the user brings the files. */
  path: v.optional(v.string()),
  train: v.optional(v.string(), 'train'),
  val: v.optional(v.string(), 'val'),
  /** Headless only: what to repair of what the import finds, each by its likeliest repair. In the page one presses Repair. */
  repair: v.optional(v.union([v.literal('all'), v.array(v.picklist(repairCodes))])),
});

const schedule = v.variant('kind', [
  v.strictObject({ kind: v.literal('constant'), warmupSteps: v.optional(count, 0) }),
  v.strictObject({
    kind: v.literal('cosine'),
    warmupSteps: v.optional(count, 0),
    /** The rate of the last step, as a fraction of the peak. */
    finalFraction: v.optional(fraction, 0.01),
  }),
  v.strictObject({
    kind: v.literal('step'),
    warmupSteps: v.optional(count, 0),
    milestones: v.array(positiveInteger),
    factor: v.optional(fraction, 0.1),
  }),
]);
const common = {
  weightDecay: v.optional(nonNegative),
  schedule: v.optional(schedule),
  /** The largest global gradient norm; null leaves gradients as they are. */
  clipNorm: v.optional(v.nullable(positive), null),
};
const optimizer = v.variant('kind', [
  v.strictObject({
    kind: v.literal('sgd'),
    learningRate: v.optional(positive, 0.001),
    momentum: v.optional(decay, 0.9),
    ...common,
  }),
  v.strictObject({
    kind: v.literal('adamw'),
    learningRate: v.optional(positive, 0.001),
    beta1: v.optional(decay, 0.9),
    beta2: v.optional(decay, 0.99),
    epsilon: v.optional(positive, 1e-8),
    ...common,
  }),
]);
const augment = v.strictObject({
  colour: v.optional(v.boolean(), true),
  expand: v.optional(v.boolean(), true),
  crop: v.optional(v.boolean(), true),
  flip: v.optional(v.boolean(), true),
  randomInterpolation: v.optional(v.boolean(), true),
});

const runConfigInput = v.strictObject({
  data: v.variant('kind', [spriteData, vocData]),
  model: v.optional(v.picklist(modelIds), 'ssd_96_lab'),
  /**
   * Sizes and ratios of the anchors, as the anchor advisor suggests them for a data set; null takes those of the model.
   * Maps and anchors a cell are the model's: a list of ratios a map, the first of each 1, and one size more than maps.
   */
  anchors: v.optional(v.nullable(ownAnchors), null),
  backend: v.optional(v.picklist(backendChoices), 'auto'),
  steps: v.optional(positiveInteger),
  batch: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(4096))),
  /**
   * Micro-batches of a step, at most one an image: their gradients are summed before the update, so that a large batch
   * fits a small memory. The loss and its normalization stay those of the whole batch; batch norm sees each micro-batch.
   */
  accumulate: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(4096)), 1),
  seed: v.optional(seedSchema, 1),
  normalization: v.optional(v.picklist(['batch', 'sample']), 'batch'),
  /** Sample-wise as defined sums the images' losses, so its gradient is about B times larger; `mean` divides by B. */
  sampleScale: v.optional(v.picklist(['sum', 'mean']), 'sum'),
  initializer: v.optional(v.picklist(initializerIds), 'xavier-uniform-avg-2'),
  /** Applied in order after the model is built. */
  reinitialize: v.optional(v.pipe(v.array(reinitialization), v.maxLength(100)), []),
  decoder: v.optional(v.picklist(['per-class', 'argmax']), 'per-class'),
  optimizer: v.optional(optimizer),
  augment: v.optional(v.union([v.boolean(), augment])),
  /** Ids of train images that are left out: the next one takes their place, so that all other batches stay as they are. */
  exclude: v.optional(v.pipe(v.array(v.pipe(v.string(), v.minLength(1), v.maxLength(500))), v.maxLength(100)), []),
  evalEvery: v.optional(count),
});

export type RunConfigInput = v.InferInput<typeof runConfigInput>;
export type Schedule = v.InferOutput<typeof schedule>;
export type OptimizerConfig = v.InferOutput<typeof optimizer> & { weightDecay: number; schedule: Schedule };
export type AugmentConfig = v.InferOutput<typeof augment>;
export type ModelId = (typeof modelIds)[number];
export type BackendChoice = (typeof backendChoices)[number];
export type InitializerId = (typeof initializerIds)[number];
export type Normalization = 'batch' | 'sample';
export type Decoder = 'per-class' | 'argmax';
export type ObjectCounts = (typeof objectCounts)[number];
export type DataConfig =
  | { kind: 'sprites'; seed: number; train: number; val: number; objects: ObjectCounts }
  | { kind: 'voc'; path?: string; train: string; val: string; repair?: 'all' | (typeof repairCodes)[number][] };

/** A complete configuration: every default is filled in, so that a stored run says all that it was. */
export interface RunConfig {
  data: DataConfig;
  model: ModelId;
  /** In place of the model's; null has those. */
  anchors: OwnAnchors | null;
  backend: BackendChoice;
  steps: number;
  batch: number;
  /** Micro-batches of a step. */
  accumulate: number;
  seed: number;
  normalization: Normalization;
  sampleScale: 'sum' | 'mean';
  initializer: InitializerId;
  /** What starts otherwise than the model's own initialisers say; later entries win. */
  reinitialize: Reinitialization[];
  decoder: Decoder;
  optimizer: OptimizerConfig;
  augment: AugmentConfig;
  /** Ids of train images that are left out. */
  exclude: string[];
  /** Steps between evaluations on val; 0 evaluates only at the end. */
  evalEvery: number;
}

interface Preset {
  label: string;
  steps: number;
  batch: number;
  trainScenes: number;
  valScenes: number;
  evalEvery: number;
  optimizer: OptimizerConfig;
}

const flipOnly: AugmentConfig = { colour: false, expand: false, crop: false, flip: true, randomInterpolation: false };
const allAugment: AugmentConfig = { colour: true, expand: true, crop: true, flip: true, randomInterpolation: true };
const noAugment: AugmentConfig = { colour: false, expand: false, crop: false, flip: false, randomInterpolation: false };

/** What each model trains well with; where the figures come from stands in the header of the model's own preset. */
export const presets: Readonly<Record<ModelId, Preset>> = {
  ssd_96_lab: {
    label: 'SSD 96 lab',
    steps: 3000,
    batch: 16,
    trainScenes: 48000,
    valScenes: 500,
    evalEvery: 250,
    optimizer: {
      kind: 'adamw',
      learningRate: 0.006,
      beta1: 0.9,
      beta2: 0.99,
      epsilon: 1e-8,
      weightDecay: 0.02,
      clipNorm: null,
      schedule: { kind: 'cosine', warmupSteps: 50, finalFraction: 0.01 },
    },
  },
  ssd_64_smoke: {
    label: 'SSD 64 smoke',
    steps: 200,
    batch: 16,
    trainScenes: 3200,
    valScenes: 100,
    evalEvery: 50,
    optimizer: {
      kind: 'adamw',
      learningRate: 0.01,
      beta1: 0.9,
      beta2: 0.99,
      epsilon: 1e-8,
      weightDecay: 0.02,
      clipNorm: null,
      schedule: { kind: 'cosine', warmupSteps: 20, finalFraction: 0.01 },
    },
  },
  ssd_300_vgg16_atrous: {
    label: 'SSD 300 VGG16-atrous',
    steps: 1000,
    batch: 2,
    trainScenes: 16000,
    valScenes: 50,
    evalEvery: 250,
    optimizer: {
      kind: 'sgd',
      learningRate: 0.001,
      momentum: 0.9,
      weightDecay: 0.0005,
      clipNorm: null,
      // The reference starts from ImageNet weights. From random ones the first loss is 50 to 250, and the full rate
      // makes the second thousands: the warm-up lets it fall from the first step.
      schedule: { kind: 'constant', warmupSteps: 100 },
    },
  },
};

/** An unusable configuration; the message names each key, what was found and what is expected. */
export class ConfigError extends Error {
  override name = 'ConfigError';
}

/**
 * Validates a configuration and fills in the defaults of its model preset.
 *
 * @param input parsed JSON; only `data.kind` is required, unknown keys are refused
 * @throws ConfigError that names every offending key
 */
export function parseRunConfig(input: unknown): RunConfig {
  const parsed = v.safeParse(runConfigInput, input);
  if (!parsed.success) throw refusal(parsed.issues.map((i) => `${v.getDotPath(i) ?? 'config'}: ${describe(i)}`));
  const given = parsed.output;
  const wrong = given.anchors === null ? [] : misfits(given.model, given.anchors);
  if (wrong.length > 0) throw refusal(wrong.map((line) => `anchors.${line}`));
  const preset = presets[given.model];
  return {
    data: completeData(given.data, preset),
    model: given.model,
    anchors: given.anchors,
    backend: given.backend,
    steps: given.steps ?? preset.steps,
    batch: given.batch ?? preset.batch,
    accumulate: given.accumulate,
    seed: given.seed,
    normalization: given.normalization,
    sampleScale: given.sampleScale,
    initializer: given.initializer,
    reinitialize: given.reinitialize,
    decoder: given.decoder,
    optimizer: completeOptimizer(given.optimizer, preset),
    augment: completeAugment(given.augment, given.data.kind),
    exclude: given.exclude,
    evalEvery: given.evalEvery ?? preset.evalEvery,
  };
}

/** The defaults of a preset on the built-in scenes: what the Train button runs when nothing was chosen. */
export function defaultRunConfig(model: ModelId = 'ssd_96_lab'): RunConfig {
  return parseRunConfig({ data: { kind: 'sprites' }, model });
}

function refusal(lines: readonly string[]): ConfigError {
  return new ConfigError(`config refused: ${lines.join('; ')}`);
}

/** A configuration of an earlier day with the settings that have come since; as it is if the lab would refuse it now. */
export function completeConfig<Kept extends Omit<RunConfig, 'seed'>>(kept: Kept): Kept {
  try {
    const { seed: _, ...settings } = parseRunConfig(kept);
    return { ...settings, ...kept };
  } catch {
    return kept;
  }
}

function describe(issue: v.BaseIssue<unknown>): string {
  if (issue.type === 'strict_object' && issue.expected === 'never') return 'unknown key; remove it';
  return `got ${issue.received}; expected ${issue.expected ?? issue.message}`;
}

function completeData(
  data: v.InferOutput<typeof spriteData> | v.InferOutput<typeof vocData>,
  preset: Preset,
): DataConfig {
  if (data.kind === 'sprites')
    return { ...data, train: data.train ?? preset.trainScenes, val: data.val ?? preset.valScenes };
  const { path, repair, ...rest } = data;
  return { ...rest, ...(path !== undefined && { path }), ...(repair !== undefined && { repair }) };
}

function completeOptimizer(given: v.InferOutput<typeof optimizer> | undefined, preset: Preset): OptimizerConfig {
  if (given === undefined) return preset.optimizer;
  return {
    ...given,
    weightDecay: given.weightDecay ?? (given.kind === 'sgd' ? 0.0005 : preset.optimizer.weightDecay),
    schedule: given.schedule ?? preset.optimizer.schedule,
  };
}

/** Scenes are drawn anew all the way and need a flip only; photographs get the whole GluonCV pipeline. */
function completeAugment(given: boolean | AugmentConfig | undefined, kind: DataConfig['kind']): AugmentConfig {
  if (given === undefined) return kind === 'sprites' ? flipOnly : allAugment;
  if (given === true) return allAugment;
  return given === false ? noAugment : given;
}
