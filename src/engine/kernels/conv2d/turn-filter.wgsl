// A filter with its taps in reverse and its channel axes swapped: the filter of the convolution that takes the gradient of
// a convolution's output back to its input.
//
//   0  filter  f32[taps, inChannels, outChannels]
//   1  turned  f32[taps, outChannels, inChannels]
//
// Tiles of 16 x 16 channels pass through workgroup memory, so that reads and writes are both of neighbours. Grid: tiles of
// outChannels, tiles of inChannels, taps.
struct Params { taps: u32, inChannels: u32, outChannels: u32 }
@group(0) @binding(0) var<storage, read> filterValues: array<f32>;
@group(0) @binding(1) var<storage, read_write> turned: array<f32>;
@group(0) @binding(2) var<uniform> params: Params;

// A column more than is used: neighbours of a column lie in different banks.
var<workgroup> tile: array<array<f32, 17>, 16>;

@compute @workgroup_size(16, 16)
fn main(@builtin(local_invocation_id) local: vec3<u32>, @builtin(workgroup_id) workgroup: vec3<u32>) {
  let tap = workgroup.z;
  let first = workgroup.yx * 16u;
  let ours = first + local.yx;
  if ((ours.x < params.inChannels) & (ours.y < params.outChannels)) {
    tile[local.y][local.x] = filterValues[(tap * params.inChannels + ours.x) * params.outChannels + ours.y];
  }
  workgroupBarrier();
  let theirs = first + local.xy;
  if ((theirs.x < params.inChannels) & (theirs.y < params.outChannels)) {
    turned[((params.taps - 1u - tap) * params.outChannels + theirs.y) * params.inChannels + theirs.x] = tile[local.x][local.y];
  }
}
