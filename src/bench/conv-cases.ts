/**
 * @file The convolutions that are measured: every distinct one of a model, derived from its spec, and three fixed shapes.
 */
import { type ConvGeometry, convGeometry, poolGeometry } from '../engine';
import { type ModelSpec, modelSpecs, type Shape4 } from '../model';
import { vocClasses } from '../ssd';

export const passes = ['F', 'dX', 'dW'] as const;
/** Forward, gradient of the input, gradient of the filter. */
export type Pass = (typeof passes)[number];

export interface ConvCase {
  /** The model, or "fixed". */
  group: string;
  /** The layers of this very geometry. */
  layers: string[];
  geometry: ConvGeometry;
  /** Rows of the layer's output if the geometry has only the upper ones, else null. */
  cutFrom: number | null;
  /** Floating-point operations of one pass; each of the three multiplies and adds the same pairs of numbers. */
  flops: number;
  /** A network's first layer needs no gradient of its input. */
  passes: readonly Pass[];
}

/** The shapes of which design notes and other engines tell figures. */
const fixedShapes = {
  S1: { x: [2, 38, 38, 256], outChannels: 256 },
  S2: { x: [4, 64, 64, 32], outChannels: 64 },
  S3: { x: [1, 300, 300, 64], outChannels: 64 },
} as const;

/** The cases of the kernel suite. @param maxFlops larger ones are cut to the upper rows of the map, for slow devices */
export function convCases(maxFlops = Number.POSITIVE_INFINITY): ConvCase[] {
  const fixed = Object.entries(fixedShapes).map(([name, { x, outChannels }]) =>
    conv('fixed', [name], convGeometry(x, [3, 3, x[3], outChannels], { pad: 1 }), passes),
  );
  const all = [
    ...fixed,
    ...modelCases(modelSpecs.ssd_96_lab, { batch: 16 }),
    ...modelCases(modelSpecs.ssd_300_vgg16_atrous, { batch: 1 }),
  ];
  return all.map((entry) => cut(entry, maxFlops));
}

function conv(group: string, layers: string[], geometry: ConvGeometry, needed: readonly Pass[]): ConvCase {
  return { group, layers, geometry, cutFrom: null, flops: convFlops(geometry), passes: needed };
}

/** The distinct convolutions of a model with VOC's classes, in the order of its layers, predictors last. */
export function modelCases(spec: ModelSpec, { batch }: { batch: number }): ConvCase[] {
  const cases = new Map<string, ConvCase>();
  for (const [i, { layer, geometry }] of convolutions(spec, batch).entries()) {
    const needed = i === 0 ? passes.filter((pass) => pass !== 'dX') : passes;
    const key = JSON.stringify([geometry, needed]);
    const found = cases.get(key) ?? conv(spec.id, [], geometry, needed);
    found.layers.push(layer);
    cases.set(key, found);
  }
  return [...cases.values()];
}

function convolutions(spec: ModelSpec, batch: number): { layer: string; geometry: ConvGeometry }[] {
  const { inputSize, ratios } = spec.anchors;
  const outputs = new Map<string, Shape4>();
  let shape: Shape4 = [batch, inputSize, inputSize, 3];
  const trunk = spec.trunk.flatMap((item) => {
    if (item.kind === 'max-pool') {
      const { outHeight, outWidth } = poolGeometry(shape, item);
      shape = [batch, outHeight, outWidth, shape[3]];
      return [];
    }
    const geometry = convGeometry(shape, [item.size, item.size, shape[3], item.channels], item);
    shape = [batch, geometry.outHeight, geometry.outWidth, item.channels];
    outputs.set(item.name, shape);
    return [{ layer: item.name, geometry }];
  });
  const predictors = spec.taps.flatMap((tap, i) => {
    const x = outputs.get(tap.after);
    if (!x) throw new RangeError(`${spec.id}: tap ${i} is after "${tap.after}"; expected the name of a convolution`);
    const perCell = ratios[i].length + 1;
    const predictor = (what: string, columns: number) => ({
      layer: `predictor${i + 1}.${what}`,
      geometry: convGeometry(x, [3, 3, x[3], perCell * columns], { pad: 1 }),
    });
    return [predictor('classes', vocClasses.length + 1), predictor('boxes', 4)];
  });
  return [...trunk, ...predictors];
}

function convFlops(g: ConvGeometry): number {
  return 2 * g.batch * g.outHeight * g.outWidth * g.filterHeight * g.filterWidth * g.inChannels * g.outChannels;
}

/**
 * A cut keeps whole groups of so many rows: the maps that are cut have 19 to 300, which the kernels of a software adapter
 * take four at a time. A rest of one row weighs nothing in them, and nearly half in a cut of five.
 */
const rowGroup = 4;

/** The same convolution on so many of the map's upper rows that a pass takes at most `maxFlops`, but on four at least. */
export function cut(entry: ConvCase, maxFlops: number): ConvCase {
  const { geometry: g, flops } = entry;
  const rows = rowGroup * Math.max(1, Math.floor(((maxFlops / flops) * g.outHeight) / rowGroup));
  if (rows >= g.outHeight) return entry;
  const reach = g.dilation * (g.filterHeight - 1) + 1;
  const inHeight = Math.max(1, (rows - 1) * g.stride + reach - 2 * g.padTop);
  const filter = [g.filterHeight, g.filterWidth, g.inChannels, g.outChannels];
  const options = { stride: g.stride, dilation: g.dilation, pad: g.padTop };
  const geometry = convGeometry([g.batch, inHeight, g.inWidth, g.inChannels], filter, options);
  return { ...entry, geometry, flops: convFlops(geometry), cutFrom: g.outHeight };
}
