// The cross entropy of every anchor against its un-mined class target, and the key that mining sorts by.
//
//   0  logits        f32[rows, classes], rows = batch * anchors
//   1  classTargets  i32[rows], class id + 1 of positives, else 0 or less, which counts as background
//   2  crossEntropy  f32[rows]
//   3  keys          u32[rows]: 0 for positives; else grows with the cross entropy; the largest where a logit is not finite
//   4  params
//
// Workgroup 64, a thread an anchor. Part of `multiboxLoss` of src/ssd.
struct Params { rows: u32, classes: u32 }
@group(0) @binding(0) var<storage, read> logits: array<f32>;
@group(0) @binding(1) var<storage, read> classTargets: array<i32>;
@group(0) @binding(2) var<storage, read_write> crossEntropy: array<f32>;
@group(0) @binding(3) var<storage, read_write> keys: array<u32>;
@group(0) @binding(4) var<uniform> params: Params;

// log(1 + r) for r >= 0; by its series below 1/16, where adding 1 would lose the digits that mining sorts by.
fn logOnePlus(r: f32) -> f32 {
  let series = r * (1.0 - r * (1.0 / 2.0 - r * (1.0 / 3.0 - r * (1.0 / 4.0 - r * (1.0 / 5.0 - r / 6.0)))));
  return select(log(1.0 + r), series, r < 0.0625);
}

@compute @workgroup_size(64)
fn main(@builtin(global_invocation_id) id: vec3<u32>, @builtin(num_workgroups) groups: vec3<u32>) {
  let row = id.y * groups.x * 64u + id.x;
  if (row >= params.rows) { return; }
  let first = row * params.classes;
  let label = u32(max(classTargets[row], 0));

  var largest = logits[first];
  var allFinite = true;
  for (var k = 0u; k < params.classes; k++) {
    let logit = logits[first + k];
    largest = max(largest, logit);
    // An exponent of all ones. WGSL promises nothing about comparisons with NaN or infinity.
    allFinite &= (bitcast<u32>(logit) & 0x7f800000u) != 0x7f800000u;
  }
  // All terms but the label's own, so that a confident, right prediction keeps the digits of its small loss.
  var others = 0.0;
  for (var k = 0u; k < params.classes; k++) {
    others += select(exp(logits[first + k] - largest), 0.0, k == label);
  }
  let lag = largest - logits[first + label];
  let entropy = bitcast<u32>(lag + logOnePlus(others + (exp(-lag) - 1.0)));
  // NaN by its bits: what exp and log make of a NaN is the device's affair, and SwiftShader's log gives infinity.
  crossEntropy[row] = bitcast<f32>(select(0x7fc00000u, entropy, allFinite));
  let candidate = select(0xffffffffu, entropy + 1u, allFinite);
  keys[row] = select(candidate, 0u, classTargets[row] > 0);
}
