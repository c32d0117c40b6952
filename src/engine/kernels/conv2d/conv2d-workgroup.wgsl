// Convolution as a matrix product in workgroup memory: rows are output cells, columns are output channels, and the inner
// index runs over (tap, input channel). It equals conv2dReference of conv2d/reference.ts; on a filter that
// turn-filter.wgsl turned, it is the gradient of a convolution with respect to its input, conv2dGradInputReference. Meant
// for GPUs, whose workgroup memory is many times faster than their main memory.
//
//   0  x        f32[batch, inHeight, inWidth, inChannels]                      vec4 if IN_VEC
//   1  weights  f32[filterHeight, filterWidth, inChannels, outChannels]        vec4 if OUT_VEC
//   2  bias     f32[outChannels], if BIAS; what follows then counts one up
//   2  y        f32[batch, outHeight, outWidth, outChannels]                   vec4 if OUT_VEC
//
// The geometry is the constant `params`, so that every division is by a constant. THREADS = CELL_THREADS x
// CHANNEL_THREADS make a tile of TILE_CELLS cells x 4 TILE_GROUPS channels, in steps of DEPTH = 4 QUARTERS input channels
// of one tap; a thread holds ROWS cells x 4 COLUMNS channels of it in registers. While a step is computed, the values of
// the next are on their way. Grid: tiles of cells, tiles of channels, phases.
//
// Input cell of output cell o under tap k: (o * stride + k * dilation - pad) / upsample, where that is whole. Output
// cells of one phase (o mod upsample on both axes) share their taps, every TAP_STEP-th one: a dense convolution.
//#if IN_VEC
alias XValue = vec4<f32>;
const inSize = params.inChannels / 4u;
//#else
alias XValue = f32;
const inSize = params.inChannels;
//#end
@group(0) @binding(0) var<storage, read> x: array<XValue>;
//#if OUT_VEC
@group(0) @binding(1) var<storage, read> weights: array<vec4<f32>>;
//#else
@group(0) @binding(1) var<storage, read> weights: array<f32>;
//#end
//#if BIAS
@group(0) @binding(2) var<storage, read> bias: array<f32>;
//#end
//#if OUT_VEC
@group(0) @binding(OUTPUT) var<storage, read_write> y: array<vec4<f32>>;
//#else
@group(0) @binding(OUTPUT) var<storage, read_write> y: array<f32>;
//#end

const outGroups = (params.outChannels + 3u) / 4u;
const stepsOfTap = (params.inChannels + DEPTH - 1u) / DEPTH;
// The last step of a tap reaches beyond its channels, where everything counts as zero.
const ragged = params.inChannels % DEPTH != 0u;
// All phases have the same grid; a cell beyond the map is not stored.
const phaseHeight = (params.outHeight + params.upsample - 1u) / params.upsample;
const phaseWidth = (params.outWidth + params.upsample - 1u) / params.upsample;
const cells = params.batch * phaseHeight * phaseWidth;
// A coordinate that lies beyond every map, also after a second one is added; a place that is none.
const nowhere = 0x40000000u;

// Of one cell four neighbouring input channels; of one input channel four output channels.
var<workgroup> xTile: array<vec4<f32>, TILE_CELLS * QUARTERS>;
var<workgroup> weightTile: array<vec4<f32>, TILE_GROUPS * DEPTH>;

// One axis of a phase: its taps are `count`, every TAP_STEP-th from `first`.
struct Phase { residue: u32, first: u32, count: u32 }

fn phaseAt(residue: u32, pad: i32, filterSize: u32) -> Phase {
  let lift = params.upsample * u32(max(pad, 0)) - u32(pad);
  var first = 0u;
  while ((first < TAP_STEP) & ((residue + first * params.dilation + lift) % params.upsample != 0u)) { first++; }
  let some = (first < TAP_STEP) & (first < filterSize);
  return Phase(residue, first, select(0u, (filterSize - 1u - first) / TAP_STEP + 1u, some));
}

// What a tap adds to the first coordinate of a cell; below zero it wraps to a large number, which is beyond every map.
fn offsetOf(tap: u32, phase: Phase, pad: i32) -> u32 {
  let lift = u32(max(pad, 0));
  return (phase.residue + tap * params.dilation + params.upsample * lift - u32(pad)) / params.upsample - lift;
}

// An output cell: the input cell under its filter's origin, and the line of x where its image begins.
struct Cell { image: u32, y: u32, x: u32 }

fn cellAt(i: u32) -> Cell {
  let line = i / phaseWidth;
  let y = select(nowhere, line % phaseHeight * params.stride, i < cells);
  return Cell(line / phaseHeight * params.inHeight, y, i % phaseWidth * params.stride);
}

// The place of a cell's first input channel under a tap with these offsets.
fn placeOf(cell: Cell, offsetY: u32, offsetX: u32) -> u32 {
  let row = cell.y + offsetY;
  let column = cell.x + offsetX;
  let place = ((cell.image + row) * params.inWidth + column) * inSize;
  return select(nowhere, place, (row < params.inHeight) & (column < params.inWidth));
}

// Four input channels of a cell.
fn valuesAt(place: u32, channel: u32) -> vec4<f32> {
  if (place == nowhere) { return vec4<f32>(); }
//#if IN_VEC
  if (ragged && channel >= params.inChannels) { return vec4<f32>(); }
  return x[place + channel / 4u];
//#else
  let channels = vec4(0u, 1u, 2u, 3u) + channel;
  let places = min(channels, vec4(params.inChannels - 1u)) + place;
  let values = vec4(x[places.x], x[places.y], x[places.z], x[places.w]);
  return select(vec4<f32>(), values, channels < vec4(params.inChannels));
//#end
}

// The weights of four output channels for an input channel; `row` is that of the tap's first. Channels beyond the last
// repeat it.
fn weightsAt(row: u32, channel: u32, group: u32) -> vec4<f32> {
  if (ragged && channel >= params.inChannels) { return vec4<f32>(); }
//#if OUT_VEC
  return weights[(row + channel) * outGroups + min(group, outGroups - 1u)];
//#else
  let k = min(vec4(0u, 1u, 2u, 3u) + group * 4u, vec4(params.outChannels - 1u));
  let places = k + (row + channel) * params.outChannels;
  return vec4(weights[places.x], weights[places.y], weights[places.z], weights[places.w]);
//#end
}

fn finish(sum: vec4<f32>, group: u32) -> vec4<f32> {
  var v = sum;
//#if BIAS
  let k = min(vec4(0u, 1u, 2u, 3u) + group * 4u, vec4(params.outChannels - 1u));
  v += vec4(bias[k.x], bias[k.y], bias[k.z], bias[k.w]);
//#end
//#if RELU
  // By comparison, so that NaN passes: a diverged run must show in the loss.
  v = select(v, vec4<f32>(), v < vec4<f32>());
//#end
  return v;
}

fn store(cell: u32, group: u32, value: vec4<f32>) {
//#if OUT_VEC
  y[cell * outGroups + group] = value;
//#else
  let k = group * 4u;
  let first = cell * params.outChannels + k;
  y[first] = value.x;
  if (k + 1u < params.outChannels) { y[first + 1u] = value.y; }
  if (k + 2u < params.outChannels) { y[first + 2u] = value.z; }
  if (k + 3u < params.outChannels) { y[first + 3u] = value.w; }
//#end
}

@compute @workgroup_size(THREADS)
fn main(@builtin(local_invocation_index) local: u32, @builtin(workgroup_id) workgroup: vec3<u32>) {
  let phaseY = phaseAt(workgroup.z / params.upsample, params.padTop, params.filterHeight);
  let phaseX = phaseAt(workgroup.z % params.upsample, params.padLeft, params.filterWidth);
  let firstCell = workgroup.x * TILE_CELLS;
  let firstGroup = workgroup.y * TILE_GROUPS;
  let cellThread = local / CHANNEL_THREADS;
  let channelThread = local % CHANNEL_THREADS;
  // What this thread brings to the tiles: neighbouring threads read neighbouring places of memory.
  let ownChannel = local % QUARTERS * 4u;
//#for q in X_LOADS
  let cell$q = cellAt(firstCell + (local + $q * THREADS) / QUARTERS);
  var place$q = nowhere;
  var x$q = vec4<f32>();
//#end
//#for q in WEIGHT_LOADS
  let row$q = (local + $q * THREADS) / TILE_GROUPS;
  let group$q = firstGroup + (local + $q * THREADS) % TILE_GROUPS;
  var w$q = vec4<f32>();
//#end
//#for r in ROWS
//#for j in COLUMNS
  var sum$r_$j = vec4<f32>();
//#end
//#end

  let steps = phaseY.count * phaseX.count * stepsOfTap;
  var tap = 0u;
  var channel = 0u;
  var row = 0u;
  for (var step = 0u; step <= steps; step++) {
    // Loads for the next step, which arrive while the present one is computed.
    if (step < steps) {
      if (channel == 0u) {
        let tapY = phaseY.first + tap / phaseX.count * TAP_STEP;
        let tapX = phaseX.first + tap % phaseX.count * TAP_STEP;
        let offsetY = offsetOf(tapY, phaseY, params.padTop);
        let offsetX = offsetOf(tapX, phaseX, params.padLeft);
        row = (tapY * params.filterWidth + tapX) * params.inChannels;
//#for q in X_LOADS
        place$q = placeOf(cell$q, offsetY, offsetX);
//#end
      }
//#for q in X_LOADS
      x$q = valuesAt(place$q, channel + ownChannel);
//#end
//#for q in WEIGHT_LOADS
      w$q = weightsAt(row, channel + row$q, group$q);
//#end
      channel += DEPTH;
      if (channel >= params.inChannels) {
        channel = 0u;
        tap++;
      }
    }
    if (step > 0u) {
      for (var quad = 0u; quad < QUARTERS; quad++) {
//#for n in 4
//#for j in COLUMNS
        let b$n_$j = weightTile[(quad * 4u + $n) * TILE_GROUPS + channelThread + $j * CHANNEL_THREADS];
//#end
//#end
//#for r in ROWS
        let a$r = xTile[(cellThread + $r * CELL_THREADS) * QUARTERS + quad];
//#for j in COLUMNS
//#for n in 4
        sum$r_$j += a$r[$n] * b$n_$j;
//#end
//#end
//#end
      }
    }
    if (step == steps) { break; }
    workgroupBarrier();
//#for q in X_LOADS
    xTile[local + $q * THREADS] = x$q;
//#end
//#for q in WEIGHT_LOADS
    weightTile[local + $q * THREADS] = w$q;
//#end
    workgroupBarrier();
  }

//#for r in ROWS
  {
    let cell = firstCell + cellThread + $r * CELL_THREADS;
    let line = cell / phaseWidth;
    let outY = line % phaseHeight * params.upsample + phaseY.residue;
    let outX = cell % phaseWidth * params.upsample + phaseX.residue;
    if ((cell < cells) & (outY < params.outHeight) & (outX < params.outWidth)) {
      let place = (line / phaseHeight * params.outHeight + outY) * params.outWidth + outX;
//#for j in COLUMNS
      let group$j = firstGroup + channelThread + $j * CHANNEL_THREADS;
      if (group$j < outGroups) { store(place, group$j, finish(sum$r_$j, group$j)); }
//#end
    }
  }
//#end
}
