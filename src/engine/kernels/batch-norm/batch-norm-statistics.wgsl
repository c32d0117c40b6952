// Merges the slices of batch-norm-moments.wgsl: the variance within the slices plus that of their means.
//
//   0  means            Value[slices, channels]
//   1  deviations       Value[slices, channels]
//   2  mean             Value[channels]
//   3  inverseStd       Value[channels]
//   4  runningMean      Value[channels], in place
//   5  runningVariance  Value[channels], in place
//   6  params
//
// Workgroup 32, a thread a value of channels.
struct Params { rows: u32, channels: u32, slices: u32, rowsPerSlice: u32, epsilon: f32, decay: f32 }
@group(0) @binding(0) var<storage, read> means: array<Value>;
@group(0) @binding(1) var<storage, read> deviations: array<Value>;
@group(0) @binding(2) var<storage, read_write> mean: array<Value>;
@group(0) @binding(3) var<storage, read_write> inverseStd: array<Value>;
@group(0) @binding(4) var<storage, read_write> runningMean: array<Value>;
@group(0) @binding(5) var<storage, read_write> runningVariance: array<Value>;
@group(0) @binding(6) var<uniform> params: Params;

fn rowsOf(slice: u32) -> f32 {
  return f32(min(params.rowsPerSlice, params.rows - slice * params.rowsPerSlice));
}

@compute @workgroup_size(32)
fn main(@builtin(global_invocation_id) id: vec3<u32>) {
  let c = id.x;
  if (c >= params.channels) { return; }
  var sum = Value();
  // Eight loads are on their way at a time, as in sum-slices.wgsl.
  let eights = params.slices / 8u * 8u;
  for (var s = 0u; s < eights; s += 8u) {
//#for n in 8
    let mean$n = means[(s + $n) * params.channels + c];
//#end
//#for n in 8
    sum += rowsOf(s + $n) * mean$n;
//#end
  }
  for (var s = eights; s < params.slices; s++) {
    sum += rowsOf(s) * means[s * params.channels + c];
  }
  let m = sum / f32(params.rows);
  var squares = Value();
  for (var s = 0u; s < eights; s += 8u) {
//#for n in 8
    let d$n = means[(s + $n) * params.channels + c] - m;
    let deviation$n = deviations[(s + $n) * params.channels + c];
//#end
//#for n in 8
    squares += deviation$n + rowsOf(s + $n) * d$n * d$n;
//#end
  }
  for (var s = eights; s < params.slices; s++) {
    let d = means[s * params.channels + c] - m;
    squares += deviations[s * params.channels + c] + rowsOf(s) * d * d;
  }
  let variance = squares / f32(params.rows);
  mean[c] = m;
  inverseStd[c] = 1.0 / sqrt(variance + params.epsilon);
  runningMean[c] = params.decay * runningMean[c] + (1.0 - params.decay) * m;
  runningVariance[c] = params.decay * runningVariance[c] + (1.0 - params.decay) * variance;
}
