// The gradient of the scale over one slice of rows: the sum of dy * x * inverseNorm. sum-slices.wgsl adds the slices.
//
//   0  dy           Value[rows, channels]
//   1  x            Value[rows, channels]
//   2  inverseNorm  f32[rows]
//   3  parts        Value[slices, channels]
//   4  params
//
// Workgroup 32, a thread a value of `parts`.
struct Params { rows: u32, channels: u32, slices: u32, rowsPerSlice: u32 }
@group(0) @binding(0) var<storage, read> dy: array<Value>;
@group(0) @binding(1) var<storage, read> x: array<Value>;
@group(0) @binding(2) var<storage, read> inverseNorm: array<f32>;
@group(0) @binding(3) var<storage, read_write> parts: array<Value>;
@group(0) @binding(4) var<uniform> params: Params;

@compute @workgroup_size(32)
fn main(@builtin(global_invocation_id) id: vec3<u32>, @builtin(num_workgroups) groups: vec3<u32>) {
  let i = id.y * groups.x * 32u + id.x;
  if (i >= params.slices * params.channels) { return; }
  let slice = i / params.channels;
  let c = i - slice * params.channels;
  let firstRow = slice * params.rowsPerSlice;
  let endRow = min(firstRow + params.rowsPerSlice, params.rows);
  var sum = Value();
  for (var row = firstRow; row < endRow; row++) {
    let j = row * params.channels + c;
    sum += dy[j] * x[j] * inverseNorm[row];
  }
  parts[i] = sum;
}
