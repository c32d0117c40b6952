// The sum of the squares of every element that the thread reaches in steps of `threads`; clip-factor.wgsl adds the parts
// of all gradients.
//
//   0  x      f32[count]
//   1  parts  f32[*], of which this gradient writes those from `first` to first + threads
//   2  params
//
// Workgroup 64, a thread a part. Part of the definition at `clipFactor`.
struct Params { count: u32, threads: u32, first: u32 }
@group(0) @binding(0) var<storage, read> x: array<f32>;
@group(0) @binding(1) var<storage, read_write> parts: array<f32>;
@group(0) @binding(2) var<uniform> params: Params;

@compute @workgroup_size(64)
fn main(@builtin(global_invocation_id) id: vec3<u32>) {
  if (id.x >= params.threads) { return; }
  var sum = 0.0;
  for (var i = id.x; i < params.count; i += params.threads) {
    sum += x[i] * x[i];
  }
  parts[params.first + id.x] = sum;
}
