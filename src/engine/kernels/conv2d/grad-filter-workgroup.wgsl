// The gradient of a convolution with respect to its filter as a matrix product in workgroup memory: rows run over (tap,
// input channel), columns are output channels, and one slice of the output's cells is summed in order. sum-slices.wgsl
// adds the slices; together they equal conv2dGradFilterReference of conv2d/reference.ts. Meant for GPUs.
//
//   0  x       f32[batch, inHeight, inWidth, inChannels]         vec4 if IN_VEC
//   1  dy      f32[batch, outHeight, outWidth, outChannels]      vec4 if OUT_VEC
//   2  parts   f32[slices, taps, inChannels, outChannels]        vec4 if OUT_VEC
//
// The geometry is the constant `params`; its `slice` counts cells. THREADS = ROW_THREADS x CHANNEL_THREADS make a tile of
// 4 TILE_ROWS rows x 4 TILE_GROUPS channels, DEPTH cells at a time; a thread holds 4 ROWS rows x 4 COLUMNS channels of it
// in registers. While some cells are computed, the values of the next are on their way. Grid: tiles of rows, tiles of
// channels, slices.
//#if IN_VEC
alias XValue = vec4<f32>;
const inSize = params.inChannels / 4u;
//#else
alias XValue = f32;
const inSize = params.inChannels;
//#end
@group(0) @binding(0) var<storage, read> x: array<XValue>;
//#if OUT_VEC
@group(0) @binding(1) var<storage, read> dy: array<vec4<f32>>;
@group(0) @binding(2) var<storage, read_write> parts: array<vec4<f32>>;
//#else
@group(0) @binding(1) var<storage, read> dy: array<f32>;
@group(0) @binding(2) var<storage, read_write> parts: array<f32>;
//#end

const outGroups = (params.outChannels + 3u) / 4u;
const rows = params.filterHeight * params.filterWidth * params.inChannels;
const cells = params.batch * params.outHeight * params.outWidth;
// A coordinate that lies beyond every map, also after a second one is added.
const nowhere = 0x40000000u;

// Of each cell four rows, and four output channels.
var<workgroup> xTile: array<vec4<f32>, TILE_ROWS * DEPTH>;
var<workgroup> dyTile: array<vec4<f32>, TILE_GROUPS * DEPTH>;

// An output cell: the input cell under its filter's origin, and the line of x where its image begins.
struct Cell { image: u32, y: u32, x: u32 }

fn cellAt(i: u32, end: u32) -> Cell {
  let line = i / params.outWidth;
  let y = select(nowhere, line % params.outHeight * params.stride, i < end);
  return Cell(line / params.outHeight * params.inHeight, y, i % params.outWidth * params.stride);
}

// A row of the gradient as its tap and its input channel; the tap adds to a cell's coordinates.
struct Row { y: u32, x: u32, channel: u32 }

fn rowAt(i: u32) -> Row {
  let tap = i / params.inChannels;
  let y = tap / params.filterWidth * params.dilation - u32(params.padTop);
  let column = tap % params.filterWidth * params.dilation - u32(params.padLeft);
  return Row(select(nowhere, y, i < rows), column, i % params.inChannels);
}

// Zero beyond the map; a coordinate below zero wraps to a large number, which is beyond every map.
fn valueAt(cell: Cell, row: Row) -> XValue {
  let y = cell.y + row.y;
  let column = cell.x + row.x;
  if ((y >= params.inHeight) | (column >= params.inWidth)) { return XValue(); }
  let first = ((cell.image + y) * params.inWidth + column) * inSize;
//#if IN_VEC
  return x[first + row.channel / 4u];
//#else
  return x[first + row.channel];
//#end
}

// The gradients of four output channels of a cell; those beyond the last cell or channel are not used.
fn gradientsAt(cell: u32, group: u32) -> vec4<f32> {
//#if OUT_VEC
  return dy[min(cell, cells - 1u) * outGroups + min(group, outGroups - 1u)];
//#else
  let k = min(vec4(0u, 1u, 2u, 3u) + group * 4u, vec4(params.outChannels - 1u));
  let places = k + min(cell, cells - 1u) * params.outChannels;
  return vec4(dy[places.x], dy[places.y], dy[places.z], dy[places.w]);
//#end
}

fn store(row: u32, group: u32, value: vec4<f32>) {
//#if OUT_VEC
  parts[row * outGroups + group] = value;
//#else
  let k = group * 4u;
  let first = row * params.outChannels + k;
  parts[first] = value.x;
  if (k + 1u < params.outChannels) { parts[first + 1u] = value.y; }
  if (k + 2u < params.outChannels) { parts[first + 2u] = value.z; }
  if (k + 3u < params.outChannels) { parts[first + 3u] = value.w; }
//#end
}

@compute @workgroup_size(THREADS)
fn main(@builtin(local_invocation_index) local: u32, @builtin(workgroup_id) workgroup: vec3<u32>) {
  let firstRow = workgroup.x * TILE_ROWS;
  let firstGroup = workgroup.y * TILE_GROUPS;
  let begin = workgroup.z * params.slice;
  let end = min(begin + params.slice, cells);
  let rowThread = local / CHANNEL_THREADS;
  let channelThread = local % CHANNEL_THREADS;
  // What this thread brings to the tiles: always the same rows and channels, of different cells.
  let ownRow = (firstRow + local % TILE_ROWS) * 4u;
//#if IN_VEC
  let row0 = rowAt(ownRow);
//#else
//#for n in 4
  let row$n = rowAt(ownRow + $n);
//#end
//#end
  let ownGroup = firstGroup + local % TILE_GROUPS;
//#for r in ROWS
//#for n in 4
//#for j in COLUMNS
  var sum$r_$n_$j = vec4<f32>();
//#end
//#end
//#end

//#for q in X_LOADS
  var x$q = vec4<f32>();
//#end
//#for q in DY_LOADS
  var d$q = vec4<f32>();
//#end

  var step = begin;
  loop {
    // Loads for the next cells, which arrive while the present ones are computed.
    if (step < end) {
//#for q in X_LOADS
      let cell$q = cellAt(step + (local + $q * THREADS) / TILE_ROWS, end);
//#if IN_VEC
      x$q = valueAt(cell$q, row0);
//#else
      x$q = vec4(valueAt(cell$q, row0), valueAt(cell$q, row1), valueAt(cell$q, row2), valueAt(cell$q, row3));
//#end
//#end
//#for q in DY_LOADS
      d$q = gradientsAt(step + (local + $q * THREADS) / TILE_GROUPS, ownGroup);
//#end
    }
    if (step > begin) {
      for (var cell = 0u; cell < DEPTH; cell++) {
//#for j in COLUMNS
        let b$j = dyTile[cell * TILE_GROUPS + channelThread + $j * CHANNEL_THREADS];
//#end
//#for r in ROWS
        let a$r = xTile[cell * TILE_ROWS + rowThread + $r * ROW_THREADS];
//#for n in 4
//#for j in COLUMNS
        sum$r_$n_$j += a$r[$n] * b$j;
//#end
//#end
//#end
      }
    }
    if (step >= end) { break; }
    workgroupBarrier();
//#for q in X_LOADS
    xTile[local + $q * THREADS] = x$q;
//#end
//#for q in DY_LOADS
    dyTile[local + $q * THREADS] = d$q;
//#end
    workgroupBarrier();
    step += DEPTH;
  }

//#for r in ROWS
//#for n in 4
  {
    let row = (firstRow + rowThread + $r * ROW_THREADS) * 4u + $n;
//#for j in COLUMNS
    let group$j = firstGroup + channelThread + $j * CHANNEL_THREADS;
    if ((row < rows) & (group$j < outGroups)) { store(workgroup.z * rows + row, group$j, sum$r_$n_$j); }
//#end
  }
//#end
//#end
}
