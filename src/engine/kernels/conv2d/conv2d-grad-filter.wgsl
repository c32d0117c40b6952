// The gradient of a convolution with respect to its filter, split over rows of the output: a thread owns one tap,
// IN_TILES x 4 input channels and OUT_TILES x 4 output channels, and sums its slice of the rows in order. The slices
// are added by sum-slices.wgsl. Together they equal conv2dGradFilterReference of conv2d/reference.ts.
//
//   0  x       f32[batch, inHeight, inWidth, inChannels]         vec4 if IN_VEC
//   1  dy      f32[batch, outHeight, outWidth, outChannels]      vec4 if OUT_VEC
//   2  parts   f32[slices, taps, inChannels, outChannels]
//   3  params
//
// Workgroup 32, a thread a tile: tiles of output channels within tiles of input channels within taps within slices.
//#if IN_VEC
@group(0) @binding(0) var<storage, read> x: array<vec4<f32>>;
//#else
@group(0) @binding(0) var<storage, read> x: array<f32>;
//#end
//#if OUT_VEC
@group(0) @binding(1) var<storage, read> dy: array<vec4<f32>>;
//#else
@group(0) @binding(1) var<storage, read> dy: array<f32>;
//#end
@group(0) @binding(2) var<storage, read_write> parts: array<f32>;
@group(0) @binding(3) var<uniform> params: ConvParams;

// Four channels of the cell that begins at `first`; beyond the last they repeat it, and those sums are not stored.
fn loadX(first: u32, group: u32) -> vec4<f32> {
//#if IN_VEC
  return x[first + group];
//#else
  let place = vec4(first) + min(vec4(0u, 1u, 2u, 3u) + group * 4u, vec4(params.inChannels - 1u));
  return vec4(x[place.x], x[place.y], x[place.z], x[place.w]);
//#end
}

fn loadDy(first: u32, group: u32) -> vec4<f32> {
//#if OUT_VEC
  return dy[first + group];
//#else
  let place = vec4(first) + min(vec4(0u, 1u, 2u, 3u) + group * 4u, vec4(params.outChannels - 1u));
  return vec4(dy[place.x], dy[place.y], dy[place.z], dy[place.w]);
//#end
}

fn store(first: u32, c: u32, k: u32, value: vec4<f32>) {
  if (c >= params.inChannels) { return; }
  let i = first + c * params.outChannels + k;
  parts[i] = value.x;
  if (k + 1u < params.outChannels) { parts[i + 1u] = value.y; }
  if (k + 2u < params.outChannels) { parts[i + 2u] = value.z; }
  if (k + 3u < params.outChannels) { parts[i + 3u] = value.w; }
}

@compute @workgroup_size(32)
fn main(@builtin(global_invocation_id) id: vec3<u32>, @builtin(num_workgroups) groups: vec3<u32>) {
  let inGroups = (params.inChannels + 3u) / 4u;
  let outGroups = (params.outChannels + 3u) / 4u;
  let thread = id.y * groups.x * 32u + id.x;
  let outTiles = (outGroups + OUT_TILES - 1u) / OUT_TILES;
  let inTiles = (inGroups + IN_TILES - 1u) / IN_TILES;
  let line = thread / outTiles;
  let firstOut = (thread - line * outTiles) * OUT_TILES;
  // The place of this thread's tap among the taps of all slices.
  let part = line / inTiles;
  let firstIn = (line - part * inTiles) * IN_TILES;
  let taps = params.filterHeight * params.filterWidth;
  let slice = part / taps;
  let tap = part - slice * taps;
  let firstRow = slice * params.sliceRows;
  let allRows = params.batch * params.outHeight;
  if (firstRow >= allRows) { return; }
  let ky = tap / params.filterWidth;
  let tapY = i32(ky * params.dilation) - params.padTop;
  let tapX = i32((tap - ky * params.filterWidth) * params.dilation) - params.padLeft;
//#for i in IN_TILES
  let in$i = min(firstIn + $i, inGroups - 1u);
//#for j in OUT_TILES
//#for c in 4
  var sum$i_$c_$j = vec4<f32>();
//#end
//#end
//#end
//#for j in OUT_TILES
  let out$j = min(firstOut + $j, outGroups - 1u);
//#end

  // What one cell occupies in x and in dy.
//#if IN_VEC
  let inSize = inGroups;
//#else
  let inSize = params.inChannels;
//#end
//#if OUT_VEC
  let outSize = outGroups;
//#else
  let outSize = params.outChannels;
//#end
  // The columns whose input cell lies within the map: 0 <= column * stride + tapX < inWidth.
  let stride = i32(params.stride);
  let begin = u32(max(stride - 1 - tapX, 0)) / params.stride;
  let end = min(u32(max(i32(params.inWidth) + stride - 1 - tapX, 0)) / params.stride, params.outWidth);
  let endRow = min(firstRow + params.sliceRows, allRows);
  for (var row = firstRow; row < endRow; row++) {
    let image = row / params.outHeight;
    let inRow = (row - image * params.outHeight) * params.stride + u32(tapY);
    if (inRow >= params.inHeight) { continue; }
    let source = (image * params.inHeight + inRow) * params.inWidth + u32(tapX);
    for (var column = begin; column < end; column++) {
      let xCell = (source + column * params.stride) * inSize;
      let yCell = (row * params.outWidth + column) * outSize;
//#for j in OUT_TILES
      let d$j = loadDy(yCell, out$j);
//#end
//#for i in IN_TILES
      let v$i = loadX(xCell, in$i);
//#for c in 4
//#for j in OUT_TILES
      sum$i_$c_$j += v$i[$c] * d$j;
//#end
//#end
//#end
    }
  }

  let first = part * params.inChannels * params.outChannels;
//#for i in IN_TILES
//#for j in OUT_TILES
  if ((firstIn + $i < inGroups) & (firstOut + $j < outGroups)) {
//#for c in 4
    store(first, in$i * 4u + $c, out$j * 4u, sum$i_$c_$j);
//#end
  }
//#end
//#end
}
