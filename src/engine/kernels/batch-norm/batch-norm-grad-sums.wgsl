// The sums over one slice of rows that make up dBeta and dGamma: of g, and of g * (x - mean) * inverseStd, where g is dy
// masked by y > 0 if RELU.
//
//   0  dy          Value[rows, channels]
//   1  x           Value[rows, channels]
//   2  y           Value[rows, channels]
//   3  mean        Value[channels]
//   4  inverseStd  Value[channels]
//   5  betaParts   Value[slices, channels]
//   6  gammaParts  Value[slices, channels]
//   7  params
//
// Workgroup 32, a thread a value of `betaParts`.
struct Params { rows: u32, channels: u32, slices: u32, rowsPerSlice: u32 }
@group(0) @binding(0) var<storage, read> dy: array<Value>;
@group(0) @binding(1) var<storage, read> x: array<Value>;
@group(0) @binding(2) var<storage, read> y: array<Value>;
@group(0) @binding(3) var<storage, read> mean: array<Value>;
@group(0) @binding(4) var<storage, read> inverseStd: array<Value>;
@group(0) @binding(5) var<storage, read_write> betaParts: array<Value>;
@group(0) @binding(6) var<storage, read_write> gammaParts: array<Value>;
@group(0) @binding(7) var<uniform> params: Params;

@compute @workgroup_size(32)
fn main(@builtin(global_invocation_id) id: vec3<u32>, @builtin(num_workgroups) groups: vec3<u32>) {
  let i = id.y * groups.x * 32u + id.x;
  if (i >= params.slices * params.channels) { return; }
  let slice = i / params.channels;
  let c = i - slice * params.channels;
  let m = mean[c];
  let firstRow = slice * params.rowsPerSlice;
  let endRow = min(firstRow + params.rowsPerSlice, params.rows);
  var sum = Value();
  var product = Value();
  for (var row = firstRow; row < endRow; row++) {
    let j = row * params.channels + c;
    var g = dy[j];
//#if RELU
    g = select(Value(), g, y[j] > Value());
//#end
    sum += g;
    product += g * (x[j] - m);
  }
  betaParts[i] = sum;
  gammaParts[i] = product * inverseStd[c];
}
