// dx = gamma * inverseStd * (g - dBeta / rows - (x - mean) * dGamma * inverseStd / rows), where g is dy masked by y > 0 if
// RELU.
//
//   0  dy            Value[rows, channels]
//   1  x             Value[rows, channels]
//   2  y             Value[rows, channels]
//   3  mean          Value[channels]
//   4  coefficients  Value[3, channels] of batch-norm-grad-totals.wgsl
//   5  dx            Value[rows, channels]
//   6  params
//
// Workgroup 64, a thread a value of dx.
struct Params { rows: u32, channels: u32 }
@group(0) @binding(0) var<storage, read> dy: array<Value>;
@group(0) @binding(1) var<storage, read> x: array<Value>;
@group(0) @binding(2) var<storage, read> y: array<Value>;
@group(0) @binding(3) var<storage, read> mean: array<Value>;
@group(0) @binding(4) var<storage, read> coefficients: array<Value>;
@group(0) @binding(5) var<storage, read_write> dx: array<Value>;
@group(0) @binding(6) var<uniform> params: Params;

@compute @workgroup_size(64)
fn main(@builtin(global_invocation_id) id: vec3<u32>, @builtin(num_workgroups) groups: vec3<u32>) {
  let i = id.y * groups.x * 64u + id.x;
  if (i >= params.rows * params.channels) { return; }
  let c = i % params.channels;
  var g = dy[i];
//#if RELU
  g = select(Value(), g, y[i] > Value());
//#end
  let scale = coefficients[c];
  let shift = coefficients[params.channels + c];
  let slope = coefficients[2u * params.channels + c];
  dx[i] = scale * (g - shift - (x[i] - mean[c]) * slope);
}
