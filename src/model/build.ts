/**
 * @file Turns a model spec into layers with initialised parameters.
 */
import { tensor } from '../engine';
import { type InitializerSpec, initializeFilter, Random } from '../ssd';
import { BatchNormRelu } from './layers/batch-norm';
import { Conv } from './layers/conv';
import { L2Norm } from './layers/l2-norm';
import type { Layer, Parameter, Role } from './layers/layer';
import { MaxPool } from './layers/max-pool';
import type { ConvSpec, ModelSpec, PoolSpec } from './spec';

/** A pair of predictors on one map: class logits and box offsets. */
export interface Head {
  /** Index into the trunk's activations, 0 being the images. */
  activation: number;
  l2Norm: L2Norm | null;
  classes: Conv;
  boxes: Conv;
}

export interface BuildOptions {
  /** Foreground classes C; the predictors emit C + 1 scores, background first. */
  classes: number;
  seed: number;
  /** For the predictors' filters only: backbone and extras keep their own. */
  predictorInitializer: InitializerSpec;
  /** Hears how many weights of how many have their start value; drawing those of a large model takes seconds. */
  onProgress?(done: number, total: number): void;
}

export interface Built {
  trunk: Layer[];
  heads: Head[];
}

/**
 * Builds layers and initialises every parameter from its own stream, named by seed and parameter: two models that differ
 * in one initialiser share all other start values.
 */
export function buildLayers(spec: ModelSpec, options: BuildOptions): Built {
  const { onProgress } = options;
  const make = parameterMaker(options.seed);
  if (onProgress === undefined) return assemble(spec, options, make);
  const total = countWeights(spec, options);
  let done = 0;
  return assemble(spec, options, (...asked) => {
    const parameter = make(...asked);
    done += parameter.value.size;
    onProgress(done, total);
    return parameter;
  });
}

/** Weights of the model, running statistics included. */
function countWeights(spec: ModelSpec, options: BuildOptions): number {
  let count = 0;
  assemble(spec, options, (name, role, shape, initializer, trainable = true) => {
    count += shape.reduce((product, length) => product * length, 1);
    // Layers only hold their parameters until they compute.
    return { name, role, shape, initializer, trainable, value: null as unknown as Parameter['value'] };
  });
  return count;
}

function assemble(spec: ModelSpec, options: BuildOptions, make: MakeParameter): Built {
  const trunk: Layer[] = [];
  const outputs = new Map<string, { activation: number; channels: number }>();
  let channels = 3;
  for (const item of spec.trunk) {
    trunk.push(...buildTrunkLayer(item, channels, make));
    if (item.kind === 'conv') channels = item.channels;
    outputs.set(item.name, { activation: trunk.length, channels });
  }
  const heads = spec.taps.map((tap, i): Head => {
    const output = outputs.get(tap.after);
    if (!output)
      throw new RangeError(`${spec.id}: tap ${i} is after "${tap.after}"; expected the name of a trunk layer`);
    // Two aspect-ratio-1 anchors (s_i and sqrt(s_i s_i+1)), then one for each further ratio.
    const perCell = spec.anchors.ratios[i].length + 1;
    const predictor = (what: string, outputs: number) =>
      conv(
        make,
        `predictor${i + 1}.${what}`,
        'predictor',
        [3, 3, output.channels, outputs],
        options.predictorInitializer,
        {
          stride: 1,
          pad: 1,
          dilation: 1,
          relu: false,
        },
      );
    const scale = tap.l2NormScale;
    return {
      activation: output.activation,
      l2Norm:
        scale === undefined
          ? null
          : new L2Norm(
              `${tap.after}.norm`,
              make(`${tap.after}.norm.scale`, 'extra', [output.channels], constant(scale)),
            ),
      classes: predictor('classes', perCell * (options.classes + 1)),
      boxes: predictor('boxes', perCell * 4),
    };
  });
  return { trunk, heads };
}

type MakeParameter = (
  name: string,
  role: Role,
  shape: readonly number[],
  initializer: InitializerSpec,
  trainable?: boolean,
) => Parameter;

const constant = (value: number) => ({ kind: 'constant', value }) as const;

function parameterMaker(seed: number): MakeParameter {
  return (name, role, shape, initializer, trainable = true) => ({
    name,
    role,
    shape,
    initializer,
    trainable,
    value: tensor(initialValues(initializer, shape, new Random(seed, 'initialise', name)), shape),
  });
}

/** The start values of a parameter: f32, as many as the shape says. */
export function initialValues(initializer: InitializerSpec, shape: readonly number[], random: Random): Float32Array {
  if (initializer.kind === 'constant') return new Float32Array(shape.reduce((a, b) => a * b)).fill(initializer.value);
  return initializeFilter(initializer, shape as [number, number, number, number], random);
}

function buildTrunkLayer(item: ConvSpec | PoolSpec, inChannels: number, make: MakeParameter): Layer[] {
  if (item.kind === 'max-pool') return [new MaxPool(item.name, item)];
  const { name, role, size, channels, initializer, activation, stride, pad, dilation } = item;
  const relu = activation === 'relu';
  const options = { stride, pad, dilation, relu };
  const layer = conv(make, name, role, [size, size, inChannels, channels], initializer, options, relu);
  if (relu) return [layer];
  const perChannel = (what: string, value: number, trainable: boolean) =>
    make(`${name}.${what}`, role, [channels], constant(value), trainable);
  const norm = new BatchNormRelu(`${name}.norm`, {
    gamma: perChannel('gamma', 1, true),
    beta: perChannel('beta', 0, true),
    runningMean: perChannel('running-mean', 0, false),
    runningVariance: perChannel('running-variance', 1, false),
  });
  return [layer, norm];
}

function conv(
  make: MakeParameter,
  name: string,
  role: Role,
  filterShape: readonly [number, number, number, number],
  initializer: InitializerSpec,
  options: ConstructorParameters<typeof Conv>[3],
  hasBias = true,
): Conv {
  const filter = make(`${name}.filter`, role, filterShape, initializer);
  const bias = hasBias ? make(`${name}.bias`, role, [filterShape[3]], constant(0)) : null;
  return new Conv(name, filter, bias, options);
}
