// Per row: the inverse norm over channels, and if GRAD the factor of x in dx.
//
//   0  x            Value[rows, channels]
//   if GRAD
//   1  dy           Value[rows, channels]
//   2  scale        Value[channels]
//   3  inverseNorm  f32[rows]
//   4  pull         f32[rows], sum over channels of dy * scale * x, times inverseNorm^3
//   5  params
//   else 1 inverseNorm, 2 params
//
// Workgroup 32, a thread a row.
struct Params { rows: u32, channels: u32, epsilon: f32 }
@group(0) @binding(0) var<storage, read> x: array<Value>;
//#if GRAD
@group(0) @binding(1) var<storage, read> dy: array<Value>;
@group(0) @binding(2) var<storage, read> scale: array<Value>;
@group(0) @binding(3) var<storage, read_write> inverseNorm: array<f32>;
@group(0) @binding(4) var<storage, read_write> pull: array<f32>;
@group(0) @binding(5) var<uniform> params: Params;
//#else
@group(0) @binding(1) var<storage, read_write> inverseNorm: array<f32>;
@group(0) @binding(2) var<uniform> params: Params;
//#end

fn sumOf(value: Value) -> f32 {
//#if VEC
  return dot(value, vec4(1.0));
//#else
  return value;
//#end
}

@compute @workgroup_size(32)
fn main(@builtin(global_invocation_id) id: vec3<u32>, @builtin(num_workgroups) groups: vec3<u32>) {
  let row = id.y * groups.x * 32u + id.x;
  if (row >= params.rows) { return; }
  let first = row * params.channels;
  var squares = Value();
  var products = Value();
  for (var c = 0u; c < params.channels; c++) {
    let v = x[first + c];
    squares += v * v;
//#if GRAD
    products += dy[first + c] * scale[c] * v;
//#end
  }
  let inverse = 1.0 / sqrt(sumOf(squares) + params.epsilon);
  inverseNorm[row] = inverse;
//#if GRAD
  pull[row] = sumOf(products) * inverse * inverse * inverse;
//#end
}
