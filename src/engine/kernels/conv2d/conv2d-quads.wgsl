enable subgroups;
// Convolution by quads: four neighbouring threads, which such a device runs as one vector, own ROWS output cells and
// 4 x COLUMNS output channels, each lane every fourth channel. A lane loads one input channel of a cell and the quad
// shares it, so that no load is made twice; on SwiftShader a load costs as much as 20 multiplications. It computes the
// same as conv2d.wgsl (see there for phases), any number of channels.
//
//   0  x        f32[batch, inHeight, inWidth, inChannels]
//   1  weights  f32[filterHeight, filterWidth, inChannels, outChannels]
//   2  bias     f32[outChannels], if BIAS; what follows then counts one up
//   2  y        f32[batch, outHeight, outWidth, outChannels]
//   3  params
//
// Workgroup 32, a quad a tile, tiles of channels within tiles of cells; z of the grid is the phase.
@group(0) @binding(0) var<storage, read> x: array<f32>;
@group(0) @binding(1) var<storage, read> weights: array<f32>;
//#if BIAS
@group(0) @binding(2) var<storage, read> bias: array<f32>;
//#end
@group(0) @binding(OUTPUT) var<storage, read_write> y: array<f32>;
@group(0) @binding(OUTPUT + 1) var<uniform> params: ConvParams;

fn finish(sum: f32, k: u32) -> f32 {
  var v = sum;
//#if BIAS
  v += bias[k];
//#end
//#if RELU
  // By comparison, so that NaN passes: a diverged run must show in the loss.
  v = select(v, 0.0, v < 0.0);
//#end
  return v;
}

@compute @workgroup_size(32)
fn main(
  @builtin(local_invocation_index) local: u32,
  @builtin(workgroup_id) group: vec3<u32>,
  @builtin(num_workgroups) groups: vec3<u32>,
) {
  let inChannels = params.inChannels;
  let outChannels = params.outChannels;
  let phaseHeight = (params.outHeight + params.upsample - 1u) / params.upsample;
  let phaseWidth = (params.outWidth + params.upsample - 1u) / params.upsample;
  let cells = params.batch * phaseHeight * phaseWidth;
  let lane = local % 4u;
  let tile = (group.y * groups.x + group.x) * 8u + local / 4u;
  let channelTiles = (outChannels + 4u * COLUMNS - 1u) / (4u * COLUMNS);
  let cellTile = tile / channelTiles;
  let firstChannel = (tile - cellTile * channelTiles) * (4u * COLUMNS) + lane;
  let firstCell = cellTile * ROWS;
  let phaseY = group.z / params.upsample;
  let phaseX = group.z % params.upsample;
  let liftY = max(params.padTop, 0);
  let liftX = max(params.padLeft, 0);

//#for j in COLUMNS
  let k$j = min(firstChannel + 4u * $j, outChannels - 1u);
//#end
  // A quad shares values only while all its lanes run, so a tile beyond the last works on the last cell.
//#for r in ROWS
  let cell$r = min(firstCell + $r, cells - 1u);
  let line$r = cell$r / phaseWidth;
  let column$r = cell$r - line$r * phaseWidth;
  let image$r = line$r / phaseHeight;
  let row$r = line$r - image$r * phaseHeight;
  let firstX$r = column$r * params.stride;
//#for j in COLUMNS
  var sum$r_$j = 0.0;
//#end
//#end

  for (var ky = 0u; ky < params.filterHeight; ky++) {
    let liftedY = phaseY + ky * params.dilation + params.upsample * u32(liftY) - u32(params.padTop);
    if (liftedY % params.upsample != 0u) { continue; }
    let tapY = liftedY / params.upsample - u32(liftY);
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
      let source$r = select(0u, (start$r + x$r) * inChannels, inside$r) + lane;
//#end
      let firstRow = (ky * params.filterWidth + kx) * inChannels * outChannels;
      let lastRow = firstRow + (inChannels - 1u) * outChannels;
      for (var c = 0u; c < inChannels; c += 4u) {
        // A channel beyond the last counts as zero, whatever row of the filter it meets.
        let exists = c + lane < inChannels;
//#for r in ROWS
        let v$r = select(0.0, x[source$r + c], inside$r & exists);
//#end
//#for i in 4
        let filterRow$i = min(firstRow + (c + $i) * outChannels, lastRow);
//#for j in COLUMNS
        let w$i_$j = weights[filterRow$i + k$j];
//#end
//#for r in ROWS
        let shared$r_$i = quadBroadcast(v$r, $i);
//#for j in COLUMNS
        sum$r_$j += shared$r_$i * w$i_$j;
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
      let place = ((image$r * params.outHeight + outY) * params.outWidth + outX) * outChannels;
//#for j in COLUMNS
      if (firstChannel + 4u * $j < outChannels) { y[place + k$j] = finish(sum$r_$j, k$j); }
//#end
    }
  }
//#end
}
