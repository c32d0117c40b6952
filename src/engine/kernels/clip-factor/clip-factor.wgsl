// min(1, clipNorm / norm), where norm is the root of the sum of all parts; a fixed order makes it deterministic.
//
//   0  parts   f32[count] of sum-of-squares.wgsl
//   1  factor  f32[1]
//   2  params
//
// One workgroup of 64. Part of the definition at `clipFactor`.
struct Params { count: u32, clipNorm: f32 }
@group(0) @binding(0) var<storage, read> parts: array<f32>;
@group(0) @binding(1) var<storage, read_write> factor: array<f32>;
@group(0) @binding(2) var<uniform> params: Params;

var<workgroup> sums: array<f32, 64>;

@compute @workgroup_size(64)
fn main(@builtin(local_invocation_index) thread: u32) {
  var sum = 0.0;
  for (var i = thread; i < params.count; i += 64u) {
    sum += parts[i];
  }
  sums[thread] = sum;
  for (var half = 32u; half > 0u; half >>= 1u) {
    workgroupBarrier();
    if (thread < half) { sums[thread] += sums[thread + half]; }
  }
  if (thread == 0u) {
    let ratio = params.clipNorm / sqrt(sums[0]);
    // Not min(): WGSL leaves open which operand it takes if one is NaN. A norm of 0 makes the ratio infinite.
    factor[0] = select(ratio, 1.0, sums[0] <= params.clipNorm * params.clipNorm);
  }
}
