// Adds the slices of batch-norm-grad-sums.wgsl in order, and makes of the sums what batch-norm-grad-input.wgsl needs of a
// channel.
//
//   0  betaParts     Value[slices, channels]
//   1  gammaParts    Value[slices, channels]
//   2  gamma         Value[channels]
//   3  inverseStd    Value[channels]
//   4  dBeta         Value[channels]
//   5  dGamma        Value[channels]
//   6  coefficients  Value[3, channels]: gamma * inverseStd, dBeta / rows, dGamma * inverseStd / rows
//   7  params
//
// Workgroup 32, a thread a value of channels.
struct Params { rows: u32, channels: u32, slices: u32 }
@group(0) @binding(0) var<storage, read> betaParts: array<Value>;
@group(0) @binding(1) var<storage, read> gammaParts: array<Value>;
@group(0) @binding(2) var<storage, read> gamma: array<Value>;
@group(0) @binding(3) var<storage, read> inverseStd: array<Value>;
@group(0) @binding(4) var<storage, read_write> dBeta: array<Value>;
@group(0) @binding(5) var<storage, read_write> dGamma: array<Value>;
@group(0) @binding(6) var<storage, read_write> coefficients: array<Value>;
@group(0) @binding(7) var<uniform> params: Params;

@compute @workgroup_size(32)
fn main(@builtin(global_invocation_id) id: vec3<u32>) {
  let c = id.x;
  if (c >= params.channels) { return; }
  var beta = Value();
  var product = Value();
  // Eight loads are on their way at a time, as in sum-slices.wgsl.
  let eights = params.slices / 8u * 8u;
  for (var s = 0u; s < eights; s += 8u) {
//#for n in 8
    let beta$n = betaParts[(s + $n) * params.channels + c];
    let product$n = gammaParts[(s + $n) * params.channels + c];
//#end
//#for n in 8
    beta += beta$n;
    product += product$n;
//#end
  }
  for (var s = eights; s < params.slices; s++) {
    beta += betaParts[s * params.channels + c];
    product += gammaParts[s * params.channels + c];
  }
  dBeta[c] = beta;
  dGamma[c] = product;
  let rows = f32(params.rows);
  coefficients[c] = gamma[c] * inverseStd[c];
  coefficients[params.channels + c] = beta / rows;
  coefficients[2u * params.channels + c] = product * inverseStd[c] / rows;
}
