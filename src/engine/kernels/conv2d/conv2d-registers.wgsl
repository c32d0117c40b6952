//#if QUADS
enable subgroups;
// A quad is a subgroup, and its threads take the same branches.
diagnostic(off, subgroup_uniformity);
//#end
// Convolution by register tiles: no memory is shared and there is no barrier, both of which a software adapter pays
// dearly for. It equals conv2dReference of conv2d/reference.ts; with TURNED it is the gradient of a convolution with
// respect to its input, conv2dGradInputReference.
//
//   0  x        f32[batch, inHeight, inWidth, inChannels]                      vec4 if IN_VEC
//   1  weights  f32[filterHeight, filterWidth, inChannels, outChannels]        vec4 if WEIGHTS_VEC
//               if TURNED, the filter of the convolution that is differentiated: taps in reverse, channel axes swapped
//   2  bias     f32[outChannels], if BIAS; what follows then counts one up
//   2  y        f32[batch, outHeight, outWidth, outChannels]                   vec4 if OUT_VEC
//   3  params
//
// A thread owns ROWS x LANES output cells and 4 x COLUMNS output channels. With QUADS, LANES is 4: four neighbouring
// threads, which such a device runs as one vector, own the same cells and neighbouring channels; each loads every fourth
// cell and the quad shares it, because on SwiftShader a load costs as much as 20 multiplications. Workgroup 32, tiles of
// channels within tiles of cells; z of the grid is the phase.
//
// Input cell of output cell o under tap k: (o * stride + k * dilation - pad) / upsample, where that is whole. Output
// cells of one phase (o mod upsample on both axes) share their valid taps, so each phase is a dense convolution.
//#if IN_VEC
@group(0) @binding(0) var<storage, read> x: array<vec4<f32>>;
//#else
@group(0) @binding(0) var<storage, read> x: array<f32>;
//#end
//#if WEIGHTS_VEC
@group(0) @binding(1) var<storage, read> weights: array<vec4<f32>>;
//#else
@group(0) @binding(1) var<storage, read> weights: array<f32>;
//#end
//#if OUT_VEC
@group(0) @binding(OUTPUT) var<storage, read_write> y: array<vec4<f32>>;
//#else
@group(0) @binding(OUTPUT) var<storage, read_write> y: array<f32>;
//#end
//#if BIAS
@group(0) @binding(2) var<storage, read> bias: array<f32>;
//#end
@group(0) @binding(OUTPUT + 1) var<uniform> params: ConvParams;

// A place beyond every map.
const nowhere = 0x40000000u;

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

// Four neighbours of a row of the filter that begins at `first`; beyond the last they repeat it.
fn loadWeights(first: u32, group: u32) -> vec4<f32> {
//#if WEIGHTS_VEC
  return weights[first + group];
//#else
//#if TURNED
  let last = params.inChannels - 1u;
//#else
  let last = params.outChannels - 1u;
//#end
  let place = vec4(first) + min(vec4(0u, 1u, 2u, 3u) + group * 4u, vec4(last));
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

// What tap k adds to the first input coordinate of an output cell: below zero it has wrapped. Beyond every map where the
// phase has no such tap. Divisions are dear in software, so that only phases divide.
fn tapOffset(phase: u32, k: u32, pad: i32) -> u32 {
//#if UPSAMPLED
  // Lifted above zero, where division and remainder are those of unsigned numbers.
  let lift = u32(max(pad, 0));
  let lifted = phase + k * params.dilation + params.upsample * lift - u32(pad);
  return select(nowhere, lifted / params.upsample - lift, lifted % params.upsample == 0u);
//#else
  return k * params.dilation - u32(pad);
//#end
}

// False where a tap that begins at `offset` and moves `span` cells never meets the map.
fn meets(offset: u32, span: u32, size: u32) -> bool {
  return (i32(offset) < i32(size)) & (i32(offset + span) >= 0);
}

@compute @workgroup_size(32)
fn main(
  @builtin(local_invocation_index) local: u32,
  @builtin(workgroup_id) workgroup: vec3<u32>,
  @builtin(num_workgroups) workgroups: vec3<u32>,
) {
  let inGroups = (params.inChannels + 3u) / 4u;
  let outGroups = (params.outChannels + 3u) / 4u;
  // All phases have the same grid; a cell beyond the map is not stored.
  let phaseHeight = (params.outHeight + params.upsample - 1u) / params.upsample;
  let phaseWidth = (params.outWidth + params.upsample - 1u) / params.upsample;
  let cells = params.batch * phaseHeight * phaseWidth;
  let lane = local % LANES;
  let tile = (workgroup.y * workgroups.x + workgroup.x) * (32u / LANES) + local / LANES;
  let channelTiles = (outGroups + LANES * COLUMNS - 1u) / (LANES * COLUMNS);
  let cellTile = tile / channelTiles;
  let firstGroup = (tile - cellTile * channelTiles) * (LANES * COLUMNS) + lane;
  let firstCell = cellTile * (LANES * ROWS);
  let phaseY = workgroup.z / params.upsample;
  let phaseX = workgroup.z % params.upsample;

  // What one cell of x and one row of the filter occupy in their arrays.
//#if IN_VEC
  let cellSize = inGroups;
//#else
  let cellSize = params.inChannels;
//#end
//#if TURNED
  var rowSize = params.inChannels;
  var tapRows = params.outChannels;
//#else
  var rowSize = params.outChannels;
  var tapRows = params.inChannels;
//#end
//#if WEIGHTS_VEC
  rowSize /= 4u;
//#end

//#for j in COLUMNS
  let group$j = min(firstGroup + LANES * $j, outGroups - 1u);
//#end
  // The cells that this lane loads. A quad shares values only while all its lanes run, so one beyond the last repeats it.
//#for r in ROWS
  let cell$r = min(firstCell + LANES * $r + lane, cells - 1u);
  let line$r = cell$r / phaseWidth;
  let column$r = cell$r - line$r * phaseWidth;
  let image$r = line$r / phaseHeight;
  let row$r = line$r - image$r * phaseHeight;
  let firstX$r = column$r * params.stride;
//#for l in LANES
//#for j in COLUMNS
  var sum$r_$l_$j = vec4<f32>();
//#end
//#end
//#end

  for (var ky = 0u; ky < params.filterHeight; ky++) {
    let tapY = tapOffset(phaseY, ky, params.padTop);
    if (!meets(tapY, (phaseHeight - 1u) * params.stride, params.inHeight)) { continue; }
    // A coordinate below zero wraps to a large unsigned number and fails the same comparison as one beyond the map.
//#for r in ROWS
    let y$r = row$r * params.stride + tapY;
    let start$r = (image$r * params.inHeight + y$r) * params.inWidth;
    let insideY$r = y$r < params.inHeight;
//#end
    for (var kx = 0u; kx < params.filterWidth; kx++) {
      let tapX = tapOffset(phaseX, kx, params.padLeft);
      if (!meets(tapX, (phaseWidth - 1u) * params.stride, params.inWidth)) { continue; }
//#for r in ROWS
      let x$r = firstX$r + tapX;
      let inside$r = insideY$r & (x$r < params.inWidth);
      let source$r = select(0u, (start$r + x$r) * cellSize, inside$r);
//#end
      var used = inside0;
//#for r in ROWS
      used = used | inside$r;
//#end
//#if QUADS
      used = subgroupAny(used);
//#end
      if (!used) { continue; }
      let tap = ky * params.filterWidth + kx;
//#if TURNED
      let firstRow = (params.filterHeight * params.filterWidth - 1u - tap) * tapRows;
//#for j in COLUMNS
//#for o in 4
      let filterRow$j_$o = (firstRow + min(group$j * 4u + $o, params.outChannels - 1u)) * rowSize;
//#end
//#end
//#else
      let firstRow = tap * tapRows;
//#end
//#if ONE_GROUP
      {
        let group = 0u;
//#else
      for (var group = 0u; group < inGroups; group++) {
//#end
//#for r in ROWS
        let v$r = select(vec4<f32>(), loadX(source$r, group), inside$r);
//#end
        // w_j_n has the weights of four output channels for input channel n of the group; if TURNED, of four input
        // channels for output channel n.
//#for j in COLUMNS
//#for n in PARTS
//#if TURNED
        let w$j_$n = loadWeights(filterRow$j_$n, group);
//#else
//#if IN_VEC
        let w$j_$n = loadWeights((firstRow + group * 4u + $n) * rowSize, group$j);
//#else
        // A row beyond the last input channel meets a zero of x.
        let w$j_$n = loadWeights((firstRow + min(group * 4u + $n, params.inChannels - 1u)) * rowSize, group$j);
//#end
//#end
//#end
//#end
//#for r in ROWS
//#for l in LANES
//#if QUADS
        let shared$r_$l = quadBroadcast(v$r, $l);
//#else
        let shared$r_$l = v$r;
//#end
//#for j in COLUMNS
//#if TURNED
        sum$r_$l_$j += vec4(dot(shared$r_$l, w$j_0), dot(shared$r_$l, w$j_1), dot(shared$r_$l, w$j_2), dot(shared$r_$l, w$j_3));
//#else
//#for n in PARTS
        sum$r_$l_$j += shared$r_$l[$n] * w$j_$n;
//#end
//#end
//#end
//#end
//#end
      }
    }
  }

//#for r in ROWS
  let outY$r = row$r * params.upsample + phaseY;
  let outX$r = column$r * params.upsample + phaseX;
  let exists$r = (firstCell + LANES * $r + lane < cells) & (outY$r < params.outHeight) & (outX$r < params.outWidth);
  // The place of the loaded cell in y, whose lane does not store all of it.
  let place$r = select(nowhere, (image$r * params.outHeight + outY$r) * params.outWidth + outX$r, exists$r);
//#for l in LANES
  {
//#if QUADS
    let place = quadBroadcast(place$r, $l);
//#else
    let place = place$r;
//#end
    if (place != nowhere) {
//#for j in COLUMNS
      if (firstGroup + LANES * $j < outGroups) { store(place, group$j, finish(sum$r_$l_$j, group$j)); }
//#end
    }
  }
//#end
//#end
}
