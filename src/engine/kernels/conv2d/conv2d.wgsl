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

// Four input channels of a cell; zero beyond the last.
fn loadX(cell: u32, group: u32) -> vec4<f32> {
//#if IN_VEC
  return x[cell * (params.inChannels / 4u) + group];
//#else
  let c = group * 4u;
  let first = cell * params.inChannels + c;
  var v = vec4(x[first], 0.0, 0.0, 0.0);
  if (c + 1u < params.inChannels) { v.y = x[first + 1u]; }
  if (c + 2u < params.inChannels) { v.z = x[first + 2u]; }
  if (c + 3u < params.inChannels) { v.w = x[first + 3u]; }
  return v;
//#end
}

// Four output channels of the filter; a row beyond the last input channel meets a zero of x.
fn loadWeights(tap: u32, c: u32, group: u32) -> vec4<f32> {
//#if IN_VEC
  let row = tap * params.inChannels + c;
//#else
  let row = tap * params.inChannels + min(c, params.inChannels - 1u);
//#end
//#if OUT_VEC
  return weights[row * (params.outChannels / 4u) + group];
//#else
  let k = group * 4u;
  let first = row * params.outChannels;
  let last = params.outChannels - 1u;
  return vec4(
    weights[first + k],
    weights[first + min(k + 1u, last)],
    weights[first + min(k + 2u, last)],
    weights[first + min(k + 3u, last)]);
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
//#for j in COLUMNS
  var sum$r_$j = vec4<f32>();
//#end
//#end

  for (var ky = 0u; ky < params.filterHeight; ky++) {
    let liftedY = phaseY + ky * params.dilation + params.upsample * u32(liftY) - u32(params.padTop);
    if (liftedY % params.upsample != 0u) { continue; }
    let tapY = liftedY / params.upsample - u32(liftY);
    for (var kx = 0u; kx < params.filterWidth; kx++) {
      let liftedX = phaseX + kx * params.dilation + params.upsample * u32(liftX) - u32(params.padLeft);
      if (liftedX % params.upsample != 0u) { continue; }
      let tapX = liftedX / params.upsample - u32(liftX);
      let tap = ky * params.filterWidth + kx;
      // A coordinate below zero wraps to a large unsigned number and fails the same comparison as one beyond the map.
//#for r in ROWS
      let y$r = row$r * params.stride + tapY;
      let x$r = column$r * params.stride + tapX;
      let inside$r = (y$r < params.inHeight) & (x$r < params.inWidth);
      let source$r = select(0u, (image$r * params.inHeight + y$r) * params.inWidth + x$r, inside$r);
//#end
      for (var group = 0u; group < inGroups; group++) {
//#for r in ROWS
        let v$r = select(vec4<f32>(), loadX(source$r, group), inside$r);
//#end
//#for i in 4
//#for j in COLUMNS
        let w$i_$j = loadWeights(tap, group * 4u + $i, group$j);
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
