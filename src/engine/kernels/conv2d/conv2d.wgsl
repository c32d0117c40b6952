// Convolution by register tiles: a thread owns ROWS output cells and COLUMNS groups of four output channels, and no
// memory is shared. It equals conv2dReference of conv2d/reference.ts; with upsample > 1 it is the gradient of a strided
// convolution with respect to its input.
//
//   0  x        f32[batch, inHeight, inWidth, inChannels]                      vec4 if IN_VEC
//   1  weights  f32[filterHeight, filterWidth, inChannels, outChannels]        vec4 if OUT_VEC
//   2  bias     f32[outChannels], if BIAS; what follows then counts one up
//   2  y        f32[batch, outHeight, outWidth, outChannels]                   vec4 if OUT_VEC
//   3  params
//
// Workgroup 32, a thread a tile, tiles of channels within tiles of cells; z of the grid is the phase.
//
// Input cell of output cell o under tap k: (o * stride + k * dilation - pad) / upsample, where that is whole. Output
// cells of one phase (o mod upsample on both axes) share their valid taps, so each phase is a dense convolution.
//#if IN_VEC
@group(0) @binding(0) var<storage, read> x: array<vec4<f32>>;
//#else
@group(0) @binding(0) var<storage, read> x: array<f32>;
//#end
//#if OUT_VEC
@group(0) @binding(1) var<storage, read> weights: array<vec4<f32>>;
@group(0) @binding(OUTPUT) var<storage, read_write> y: array<vec4<f32>>;
//#else
@group(0) @binding(1) var<storage, read> weights: array<f32>;
@group(0) @binding(OUTPUT) var<storage, read_write> y: array<f32>;
//#end
//#if BIAS
@group(0) @binding(2) var<storage, read> bias: array<f32>;
//#end
@group(0) @binding(OUTPUT + 1) var<uniform> params: ConvParams;

// Four input channels of the cell that begins at `first`; zero beyond the last.
fn loadX(first: u32, group: u32) -> vec4<f32> {
//#if IN_VEC
  return x[first + group];
//#else
  let c = vec4(0u, 1u, 2u, 3u) + group * 4u;
  let place = vec4(first) + min(c, vec4(params.inChannels - 1u));
  return select(vec4<f32>(), vec4(x[place.x], x[place.y], x[place.z], x[place.w]), c < vec4(params.inChannels));
//#end
}

// Four output channels of the filter's row that begins at `first`; beyond the last they repeat it and are not stored.
fn loadWeights(first: u32, group: u32) -> vec4<f32> {
//#if OUT_VEC
  return weights[first + group];
//#else
  let place = vec4(first) + min(vec4(0u, 1u, 2u, 3u) + group * 4u, vec4(params.outChannels - 1u));
  return vec4(weights[place.x], weights[place.y], weights[place.z], weights[place.w]);
//#end
}

fn finish(sum: vec4<f32>, group: u32) -> vec4<f32> {
  var v = sum;
//#if BIAS
  let k = group * 4u;
  let last = params.outChannels - 1u;
  v += vec4(bias[k], bias[min(k + 1u, last)], bias[min(k + 2u, last)], bias[min(k + 3u, last)]);
//#end
//#if RELU
  // By comparison, so that NaN passes: a diverged run must show in the loss.
  v = select(v, vec4<f32>(), v < vec4<f32>());
//#end
  return v;
}

fn store(cell: u32, group: u32, value: vec4<f32>) {
//#if OUT_VEC
  y[cell * (params.outChannels / 4u) + group] = value;
//#else
  let k = group * 4u;
  let first = cell * params.outChannels + k;
  y[first] = value.x;
  if (k + 1u < params.outChannels) { y[first + 1u] = value.y; }
  if (k + 2u < params.outChannels) { y[first + 2u] = value.z; }
  if (k + 3u < params.outChannels) { y[first + 3u] = value.w; }
//#end
}

@compute @workgroup_size(32)
fn main(@builtin(global_invocation_id) id: vec3<u32>, @builtin(num_workgroups) groups: vec3<u32>) {
  let inGroups = (params.inChannels + 3u) / 4u;
  let outGroups = (params.outChannels + 3u) / 4u;
  // All phases have the same grid; a cell beyond the map is not stored.
  let phaseHeight = (params.outHeight + params.upsample - 1u) / params.upsample;
  let phaseWidth = (params.outWidth + params.upsample - 1u) / params.upsample;
  let cells = params.batch * phaseHeight * phaseWidth;
  let thread = id.y * groups.x * 32u + id.x;
  let channelTiles = (outGroups + COLUMNS - 1u) / COLUMNS;
  let cellTile = thread / channelTiles;
  let firstGroup = (thread - cellTile * channelTiles) * COLUMNS;
  let firstCell = cellTile * ROWS;
  if (firstCell >= cells) { return; }
  let phaseY = id.z / params.upsample;
  let phaseX = id.z % params.upsample;
  // Lifts a tap's coordinate above zero, where division and remainder are those of unsigned numbers.
  let liftY = max(params.padTop, 0);
  let liftX = max(params.padLeft, 0);

//#for j in COLUMNS
  let group$j = min(firstGroup + $j, outGroups - 1u);
//#end
//#for r in ROWS
  let cell$r = min(firstCell + $r, cells - 1u);
  let line$r = cell$r / phaseWidth;
  let column$r = cell$r - line$r * phaseWidth;
  let image$r = line$r / phaseHeight;
  let row$r = line$r - image$r * phaseHeight;
  let firstX$r = column$r * params.stride;
//#for j in COLUMNS
  var sum$r_$j = vec4<f32>();
//#end
//#end

  // What one cell of x and one row of the filter occupy in their arrays.
//#if IN_VEC
  let cellSize = inGroups;
//#else
  let cellSize = params.inChannels;
//#end
//#if OUT_VEC
  let rowSize = outGroups;
//#else
  let rowSize = params.outChannels;
//#end

  for (var ky = 0u; ky < params.filterHeight; ky++) {
    let liftedY = phaseY + ky * params.dilation + params.upsample * u32(liftY) - u32(params.padTop);
    if (liftedY % params.upsample != 0u) { continue; }
    let tapY = liftedY / params.upsample - u32(liftY);
    // A coordinate below zero wraps to a large unsigned number and fails the same comparison as one beyond the map.
//#for r in ROWS
    let y$r = row$r * params.stride + tapY;
    let start$r = (image$r * params.inHeight + y$r) * params.inWidth;
    let insideY$r = y$r < params.inHeight;
//#end
    for (var kx = 0u; kx < params.filterWidth; kx++) {
      let liftedX = phaseX + kx * params.dilation + params.upsample * u32(liftX) - u32(params.padLeft);
      if (liftedX % params.upsample != 0u) { continue; }
      let tapX = liftedX / params.upsample - u32(liftX);
//#for r in ROWS
      let x$r = firstX$r + tapX;
      let inside$r = insideY$r & (x$r < params.inWidth);
      let source$r = select(0u, (start$r + x$r) * cellSize, inside$r);
//#end
      let firstRow = (ky * params.filterWidth + kx) * params.inChannels;
      for (var group = 0u; group < inGroups; group++) {
//#for r in ROWS
        let v$r = select(vec4<f32>(), loadX(source$r, group), inside$r);
//#end
//#for i in 4
//#if IN_VEC
        let filterRow$i = (firstRow + group * 4u + $i) * rowSize;
//#else
        // A row beyond the last input channel meets a zero of x.
        let filterRow$i = (firstRow + min(group * 4u + $i, params.inChannels - 1u)) * rowSize;
//#end
//#for j in COLUMNS
        let w$i_$j = loadWeights(filterRow$i, group$j);
//#end
//#for r in ROWS
//#for j in COLUMNS
        sum$r_$j += v$r[$i] * w$i_$j;
//#end
//#end
//#end
      }
    }
  }

//#for r in ROWS
  {
    let outY = row$r * params.upsample + phaseY;
    let outX = column$r * params.upsample + phaseX;
    if ((firstCell + $r < cells) & (outY < params.outHeight) & (outX < params.outWidth)) {
      let place = (image$r * params.outHeight + outY) * params.outWidth + outX;
//#for j in COLUMNS
      if (firstGroup + $j < outGroups) { store(place, group$j, finish(sum$r_$j, group$j)); }
//#end
    }
  }
//#end
}
