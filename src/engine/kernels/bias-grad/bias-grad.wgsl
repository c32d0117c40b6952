// The sum of dy over one slice of rows; sum-slices.wgsl adds the slices.
//
//   0  dy     Value[rows, channels]
//   1  parts  Value[slices, channels]
//   2  params
//
// Workgroup 32, a thread a value of `parts`. Equals the definition at `biasGrad`.
struct Params { rows: u32, channels: u32, slices: u32, rowsPerSlice: u32 }
@group(0) @binding(0) var<storage, read> dy: array<Value>;
@group(0) @binding(1) var<storage, read_write> parts: array<Value>;
@group(0) @binding(2) var<uniform> params: Params;

@compute @workgroup_size(32)
fn main(@builtin(global_invocation_id) id: vec3<u32>, @builtin(num_workgroups) groups: vec3<u32>) {
  let i = id.y * groups.x * 32u + id.x;
  if (i >= params.slices * params.channels) { return; }
  let slice = i / params.channels;
  let c = i - slice * params.channels;
  let firstRow = slice * params.rowsPerSlice;
  let endRow = min(firstRow + params.rowsPerSlice, params.rows);
  var sum = Value();
  var row = firstRow;
  // Eight loads are on their way at a time, as in sum-slices.wgsl.
  for (; row + 8u <= endRow; row += 8u) {
//#for n in 8
    let value$n = dy[(row + $n) * params.channels + c];
//#end
//#for n in 8
    sum += value$n;
//#end
  }
  for (; row < endRow; row++) {
    sum += dy[row * params.channels + c];
  }
  parts[i] = sum;
}
