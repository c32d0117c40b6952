// Mean and sum of squared deviations of one slice of rows: a thread owns a value of channels and passes over its rows
// twice, so that no digits cancel. batch-norm-statistics.wgsl merges the slices.
//
//   0  x           Value[rows, channels]
//   1  means       Value[slices, channels]
//   2  deviations  Value[slices, channels], sum over the slice of (x - its mean)^2
//   3  params
//
// Workgroup 32, a thread a value of `means`.
struct Params { rows: u32, channels: u32, slices: u32, rowsPerSlice: u32 }
@group(0) @binding(0) var<storage, read> x: array<Value>;
@group(0) @binding(1) var<storage, read_write> means: array<Value>;
@group(0) @binding(2) var<storage, read_write> deviations: array<Value>;
@group(0) @binding(3) var<uniform> params: Params;

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
    sum += x[row * params.channels + c];
  }
  let mean = sum / f32(endRow - firstRow);
  var squares = Value();
  for (var row = firstRow; row < endRow; row++) {
    let d = x[row * params.channels + c] - mean;
    squares += d * d;
  }
  means[i] = mean;
  deviations[i] = squares;
}
