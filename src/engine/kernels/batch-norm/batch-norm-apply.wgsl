// y = gamma * (x - mean) * inverseStd + beta, then ReLU if RELU.
//
//   0  x       Value[rows, channels]
//   1  gamma   Value[channels]
//   2  beta    Value[channels]
//   3  mean    Value[channels]
//   4  spread  Value[channels]: the variance if FROM_VARIANCE, else inverseStd
//   5  y       Value[rows, channels]
//   6  params
//
// Workgroup 64, a thread a value of y.
struct Params { count: u32, channels: u32, epsilon: f32 }
@group(0) @binding(0) var<storage, read> x: array<Value>;
@group(0) @binding(1) var<storage, read> gamma: array<Value>;
@group(0) @binding(2) var<storage, read> beta: array<Value>;
@group(0) @binding(3) var<storage, read> mean: array<Value>;
@group(0) @binding(4) var<storage, read> spread: array<Value>;
@group(0) @binding(5) var<storage, read_write> y: array<Value>;
@group(0) @binding(6) var<uniform> params: Params;

@compute @workgroup_size(64)
fn main(@builtin(global_invocation_id) id: vec3<u32>, @builtin(num_workgroups) groups: vec3<u32>) {
  let i = id.y * groups.x * 64u + id.x;
  if (i >= params.count) { return; }
  let c = i % params.channels;
//#if FROM_VARIANCE
  let inverseStd = 1.0 / sqrt(spread[c] + params.epsilon);
//#else
  let inverseStd = spread[c];
//#end
  var v = gamma[c] * ((x[i] - mean[c]) * inverseStd) + beta[c];
//#if RELU
  // By comparison, so that NaN passes: a diverged run must show in the loss.
  v = select(v, Value(), v < Value());
//#end
  y[i] = v;
}
