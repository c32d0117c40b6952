// y = scale * v * inverseNorm; if GRAD, v is dy and x * pull is subtracted, which makes it dx.
//
//   0  v            Value[rows, channels]
//   1  scale        Value[channels]
//   2  inverseNorm  f32[rows]
//   if GRAD
//   3  x            Value[rows, channels]
//   4  pull         f32[rows]
//   5  y            Value[rows, channels]
//   6  params
//   else 3 y, 4 params
//
// Workgroup 64, a thread a value of y. Equals the definitions at `l2Norm` and `l2NormGrad`.
struct Params { rows: u32, channels: u32 }
@group(0) @binding(0) var<storage, read> v: array<Value>;
@group(0) @binding(1) var<storage, read> scale: array<Value>;
@group(0) @binding(2) var<storage, read> inverseNorm: array<f32>;
//#if GRAD
@group(0) @binding(3) var<storage, read> x: array<Value>;
@group(0) @binding(4) var<storage, read> pull: array<f32>;
@group(0) @binding(5) var<storage, read_write> y: array<Value>;
@group(0) @binding(6) var<uniform> params: Params;
//#else
@group(0) @binding(3) var<storage, read_write> y: array<Value>;
@group(0) @binding(4) var<uniform> params: Params;
//#end

@compute @workgroup_size(64)
fn main(@builtin(global_invocation_id) id: vec3<u32>, @builtin(num_workgroups) groups: vec3<u32>) {
  let i = id.y * groups.x * 64u + id.x;
  if (i >= params.rows * params.channels) { return; }
  let row = i / params.channels;
  var value = scale[i - row * params.channels] * v[i] * inverseNorm[row];
//#if GRAD
  value -= x[i] * pull[row];
//#end
  y[i] = value;
}
