//#if QUADS
enable subgroups;
// A quad is a subgroup, and its threads take the same branches.
diagnostic(off, subgroup_uniformity);
//#end
// The gradient of a convolution with respect to its filter by register tiles, without shared memory and barriers: a
// thread owns one tap, 4 x IN_TILES input channels and 4 x OUT_TILES output channels, and sums one slice of the output's
// rows in order. sum-slices.wgsl adds the slices; together they equal conv2dGradFilterReference of conv2d/reference.ts.
//
//   0  x       f32[batch, inHeight, inWidth, inChannels]         vec4 if IN_VEC
//   1  dy      f32[batch, outHeight, outWidth, outChannels]      vec4 if OUT_VEC
//   2  parts   f32[slices, taps, inChannels, outChannels]        vec4 if OUT_VEC
//   3  params  slice counts rows
//
// With QUADS, LANES is 4: four neighbouring threads, which such a device runs as one vector, own the same input channels
// and neighbouring output channels; they take four cells at a time, each loads x for one of them and the quad shares it.
// Workgroup 32; tiles of output channels within tiles of input channels within taps within slices.
//#if IN_VEC
@group(0) @binding(0) var<storage, read> x: array<vec4<f32>>;
//#else
@group(0) @binding(0) var<storage, read> x: array<f32>;
//#end
//#if OUT_VEC
@group(0) @binding(1) var<storage, read> dy: array<vec4<f32>>;
@group(0) @binding(2) var<storage, read_write> parts: array<vec4<f32>>;
//#else
@group(0) @binding(1) var<storage, read> dy: array<f32>;
@group(0) @binding(2) var<storage, read_write> parts: array<f32>;
//#end
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

fn store(row: u32, group: u32, value: vec4<f32>) {
//#if OUT_VEC
  parts[row * (params.outChannels / 4u) + group] = value;
//#else
  let k = group * 4u;
  let i = row * params.outChannels + k;
  parts[i] = value.x;
  if (k + 1u < params.outChannels) { parts[i + 1u] = value.y; }
  if (k + 2u < params.outChannels) { parts[i + 2u] = value.z; }
  if (k + 3u < params.outChannels) { parts[i + 3u] = value.w; }
//#end
}

//#if QUADS
// Rows from top to bottom, over all images, before a row of the output.
fn linesBefore(row: u32, top: u32, bottom: u32) -> u32 {
  let image = row / params.outHeight;
  return image * (bottom - top) + clamp(row - image * params.outHeight, top, bottom) - top;
}
//#end

@compute @workgroup_size(32)
fn main(
  @builtin(local_invocation_index) local: u32,
  @builtin(workgroup_id) workgroup: vec3<u32>,
  @builtin(num_workgroups) workgroups: vec3<u32>,
) {
  let inGroups = (params.inChannels + 3u) / 4u;
  let outGroups = (params.outChannels + 3u) / 4u;
  let lane = local % LANES;
  let tile = (workgroup.y * workgroups.x + workgroup.x) * (32u / LANES) + local / LANES;
  let outTiles = (outGroups + LANES * OUT_TILES - 1u) / (LANES * OUT_TILES);
  let inTiles = (inGroups + IN_TILES - 1u) / IN_TILES;
  let line = tile / outTiles;
  let firstOut = (tile - line * outTiles) * (LANES * OUT_TILES) + lane;
  // The place of this tile's tap among the taps of all slices.
  let part = line / inTiles;
  let firstIn = (line - part * inTiles) * IN_TILES;
  let taps = params.filterHeight * params.filterWidth;
  let slice = part / taps;
  let tap = part - slice * taps;
  let firstRow = slice * params.slice;
  let allRows = params.batch * params.outHeight;
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
  let out$j = min(firstOut + LANES * $j, outGroups - 1u);
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
  // The rows and columns whose input cell lies within the map: 0 <= column * stride + tapX < inWidth.
  let stride = i32(params.stride);
  let begin = u32(max(stride - 1 - tapX, 0)) / params.stride;
  let end = min(u32(max(i32(params.inWidth) + stride - 1 - tapX, 0)) / params.stride, params.outWidth);
  let endRow = min(firstRow + params.slice, allRows);
//#if QUADS
  // A lane loads x for one of four neighbouring cells; only cells that this tap reads within the map are counted, row
  // by row over all images, so that a small map wastes none.
  let top = u32(max(stride - 1 - tapY, 0)) / params.stride;
  let bottom = max(top, min(u32(max(i32(params.inHeight) + stride - 1 - tapY, 0)) / params.stride, params.outHeight));
  let width = max(end, begin) - begin;
  let height = bottom - top;
  let firstLine = linesBefore(min(firstRow, allRows), top, bottom);
  let cells = (linesBefore(endRow, top, bottom) - firstLine) * width;
  // Quotients of such small numbers are exact in f32 once the half is added.
  let perWidth = 1.0 / f32(max(width, 1u));
  let perHeight = 1.0 / f32(max(height, 1u));
  for (var first = 0u; first < cells; first += LANES) {
    let inside = first + lane < cells;
    let cell = min(first + lane, cells - 1u);
    let rowOfCell = u32((f32(cell) + 0.5) * perWidth);
    let column = begin + cell - rowOfCell * width;
    let line = firstLine + rowOfCell;
    let image = u32((f32(line) + 0.5) * perHeight);
    let row = top + line - image * height;
    let inCell = (image * params.inHeight + row * params.stride + u32(tapY)) * params.inWidth + column * params.stride + u32(tapX);
    let outCell = (image * params.outHeight + row) * params.outWidth + column;
//#for l in LANES
    let target$l = quadBroadcast(outCell, $l) * outSize;
//#for j in OUT_TILES
    let d$l_$j = loadDy(target$l, out$j);
//#end
//#end
//#for i in IN_TILES
    let v$i = select(vec4<f32>(), loadX(inCell * inSize, in$i), inside);
//#for l in LANES
    let shared$i_$l = quadBroadcast(v$i, $l);
//#end
//#for c in 4
//#for j in OUT_TILES
//#for l in LANES
    sum$i_$c_$j += shared$i_$l[$c] * d$l_$j;
//#end
//#end
//#end
//#end
  }
//#else
  for (var row = firstRow; row < endRow; row++) {
    let image = row / params.outHeight;
    let inRow = (row - image * params.outHeight) * params.stride + u32(tapY);
    if (inRow >= params.inHeight) { continue; }
    let source = (image * params.inHeight + inRow) * params.inWidth + u32(tapX);
    for (var column = begin; column < end; column++) {
      let xCell = (source + column * params.stride) * inSize;
//#for j in OUT_TILES
      let d$j = loadDy((row * params.outWidth + column) * outSize, out$j);
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
//#end

  // A tile beyond the last slice has summed nothing.
  if (firstRow >= allRows) { return; }
//#for i in IN_TILES
//#for c in 4
  {
    let c = (firstIn + $i) * 4u + $c;
//#for j in OUT_TILES
    if ((c < params.inChannels) & (firstOut + LANES * $j < outGroups)) {
      store(part * params.inChannels + c, out$j, sum$i_$c_$j);
    }
//#end
  }
//#end
//#end
}
