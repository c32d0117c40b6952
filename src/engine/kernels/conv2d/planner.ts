/**
 * @file Which kernel family computes a convolution, with which tiles: by adapter and shape, nothing else.
 *
 * - `registers`: tiles in registers only; a software adapter pays dearly for shared memory and barriers.
 * - `workgroup`: matrix products in workgroup memory; what a GPU is built for.
 *
 * The tiles of `registers` are the measured best on SwiftShader; those of `workgroup` were chosen by trials on an H100.
 */
import type { AdapterTraits } from '../../webgpu/adapter';
import type { ConvGeometry } from './geometry';

/** A tile of the output that `lanes` threads own: rows x lanes cells, or 4 x rows input channels of a filter gradient. */
export interface RegisterPlan {
  family: 'registers';
  lanes: 1 | 4;
  rows: number;
  /** Groups of four output channels a thread. */
  columns: number;
}

/** `rowThreads` x `channelThreads` threads, each of which owns a part of their common tile. */
export interface WorkgroupPlan {
  family: 'workgroup';
  rowThreads: number;
  channelThreads: number;
  /** Cells a thread, or groups of four rows of a filter gradient. */
  rows: number;
  /** Groups of four output channels a thread. */
  columns: number;
  /** Input channels, or cells of a filter gradient, that are in workgroup memory at a time. */
  depth: number;
}

export type Plan = RegisterPlan | WorkgroupPlan;

/** How the sum of a filter gradient is split. The slices are added in order, so that the result is deterministic. */
export interface Slices {
  slices: number;
  /** Output rows of one slice in `registers`, output cells in `workgroup`. */
  length: number;
}

/** Enough to keep the cores of a CPU busy, and a large GPU. */
const busyThreads = 512;
const busyWorkgroups = 256;
/** A long f32 sum loses digits. */
const maxTerms = 2048;
const maxPartialBytes = 2 ** 26;

const [large, medium, small, narrow] = [
  { rowThreads: 8, channelThreads: 16, rows: 8, columns: 2, depth: 16 },
  { rowThreads: 8, channelThreads: 8, rows: 8, columns: 2, depth: 16 },
  { rowThreads: 8, channelThreads: 8, rows: 4, columns: 1, depth: 16 },
  { rowThreads: 16, channelThreads: 4, rows: 4, columns: 1, depth: 16 },
].map((tile): WorkgroupPlan => ({ family: 'workgroup', ...tile }));

/**
 * The kernel of a forward pass or of an input gradient.
 *
 * @param g        of the convolution that the kernel computes
 * @param upsample the stride of the convolution whose input gradient this is, else 1
 */
export function planConv2d(g: ConvGeometry, upsample: number, { software, quads }: AdapterTraits): Plan {
  const cells = g.batch * Math.ceil(g.outHeight / upsample) * Math.ceil(g.outWidth / upsample);
  if (software) {
    // A quad's lanes own neighbouring groups of four channels, and few channels would leave most of them idle.
    if (quads && g.outChannels > 8) return { family: 'registers', lanes: 4, rows: cells > 16 ? 2 : 1, columns: 1 };
    return { family: 'registers', lanes: 1, rows: 8, columns: g.outChannels > 4 ? 2 : 1 };
  }
  if (g.outChannels <= 32) return narrow;
  // An image's three channels would be a small part of a deep step.
  if (g.inChannels <= 4) return { ...medium, depth: 4 };
  const fillsDevice = (plan: WorkgroupPlan) => {
    const { rows, channels } = tileOf(plan);
    return Math.ceil(cells / rows) * Math.ceil(g.outChannels / channels) * upsample ** 2 >= busyWorkgroups;
  };
  const tiles = g.outChannels > 64 ? [large, medium] : [medium];
  return tiles.find(fillsDevice) ?? small;
}

/** The kernel of a filter gradient and its slices. */
export function planGradFilter(g: ConvGeometry, { software, quads }: AdapterTraits): Plan & Slices {
  const filter = g.filterHeight * g.filterWidth * g.inChannels;
  const cells = g.batch * g.outHeight * g.outWidth;
  const affordable = Math.max(1, Math.floor(maxPartialBytes / (4 * filter * g.outChannels)));
  if (software) {
    const outRows = g.batch * g.outHeight;
    const rows = g.inChannels > 4 ? 2 : 1;
    // A quad takes four cells of the output at a time.
    const tile =
      quads && cells > 3 ? ({ lanes: 4, rows, columns: 1 } as const) : ({ lanes: 1, rows, columns: 2 } as const);
    const plan: RegisterPlan = { family: 'registers', ...tile };
    const inTiles = Math.ceil(g.inChannels / (4 * plan.rows));
    const outTiles = Math.ceil(g.outChannels / (4 * plan.columns * plan.lanes));
    const threads = g.filterHeight * g.filterWidth * inTiles * outTiles * plan.lanes;
    return {
      ...plan,
      ...slice(outRows, Math.max(busyThreads / threads, cells / maxTerms), affordable, 1),
    };
  }
  const plan = g.outChannels <= 32 ? { ...narrow, rows: 2 } : { ...medium, rows: 2 };
  const { rows, channels } = tileOf(plan);
  const tiles = Math.ceil(filter / (4 * rows)) * Math.ceil(g.outChannels / channels);
  return { ...plan, ...slice(cells, Math.max(busyWorkgroups / tiles, cells / maxTerms), affordable, 16) };
}

/** Rows of threads' tiles together, and output channels. */
export function tileOf({ rowThreads, channelThreads, rows, columns }: WorkgroupPlan) {
  return { rows: rows * rowThreads, channels: 4 * columns * channelThreads };
}

/** Splits `count` into as many slices as wanted and affordable, each a multiple of `unit` long. */
function slice(count: number, wanted: number, affordable: number, unit: number): Slices {
  const slices = Math.min(Math.ceil(wanted), affordable, Math.ceil(count / unit));
  const length = Math.ceil(count / slices / unit) * unit;
  return { slices: Math.ceil(count / length), length };
}
