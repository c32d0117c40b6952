// Turns a filter by 180 degrees and swaps its channel axes: turned[t][k][c] = weights[taps - 1 - t][c][k]. The gradient
// of a convolution with respect to its input is a convolution of dy with this filter.
//
//   0  weights  f32[taps, inChannels, outChannels]
//   1  turned   f32[taps, outChannels, inChannels]
//   2  params
//
// Workgroup 64, one thread an element of `turned`.
struct Params { taps: u32, inChannels: u32, outChannels: u32 }
@group(0) @binding(0) var<storage, read> weights: array<f32>;
@group(0) @binding(1) var<storage, read_write> turned: array<f32>;
@group(0) @binding(2) var<uniform> params: Params;

@compute @workgroup_size(64)
fn main(@builtin(global_invocation_id) id: vec3<u32>, @builtin(num_workgroups) groups: vec3<u32>) {
  let i = id.y * groups.x * 64u + id.x;
  if (i >= params.taps * params.inChannels * params.outChannels) { return; }
  let row = i / params.inChannels;
  let c = i - row * params.inChannels;
  let tap = row / params.outChannels;
  let k = row - tap * params.outChannels;
  turned[i] = weights[((params.taps - 1u - tap) * params.inChannels + c) * params.outChannels + k];
}
