// dx = gamma * inverseStd * (g - dBeta / rows - xHat * dGamma / rows), xHat = (x - mean) * inverseStd, where g is dy
// masked by y > 0 if RELU.
//
//   0  dy          Value[rows, channels]
//   1  x           Value[rows, channels]
//   2  y           Value[rows, channels]
//   3  gamma       Value[channels]
//   4  mean        Value[channels]
//   5  inverseStd  Value[channels]
//   6  dGamma      Value[channels]
//   7  dBeta       Value[channels]
//   8  dx          Value[rows, channels]
//   9  params
//
// Workgroup 64, a thread a value of dx.
struct Params { rows: u32, channels: u32 }
@group(0) @binding(0) var<storage, read> dy: array<Value>;
@group(0) @binding(1) var<storage, read> x: array<Value>;
@group(0) @binding(2) var<storage, read> y: array<Value>;
@group(0) @binding(3) var<storage, read> gamma: array<Value>;
@group(0) @binding(4) var<storage, read> mean: array<Value>;
@group(0) @binding(5) var<storage, read> inverseStd: array<Value>;
@group(0) @binding(6) var<storage, read> dGamma: array<Value>;
@group(0) @binding(7) var<storage, read> dBeta: array<Value>;
@group(0) @binding(8) var<storage, read_write> dx: array<Value>;
@group(0) @binding(9) var<uniform> params: Params;

@compute @workgroup_size(64)
fn main(@builtin(global_invocation_id) id: vec3<u32>, @builtin(num_workgroups) groups: vec3<u32>) {
  let i = id.y * groups.x * 64u + id.x;
  if (i >= params.rows * params.channels) { return; }
  let c = i % params.channels;
  var g = dy[i];
//#if RELU
  g = select(Value(), g, y[i] > Value());
//#end
  let xHat = (x[i] - mean[c]) * inverseStd[c];
  dx[i] = gamma[c] * inverseStd[c] * (g - (dBeta[c] + xHat * dGamma[c]) / f32(params.rows));
}
