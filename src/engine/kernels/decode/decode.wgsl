// Softmax over classes and decoding of the box of every anchor.
//
//   0  logits         f32[rows, classes], rows = batch * anchors
//   1  offsets        f32[rows, 4], (tx, ty, tw, th) with stds (0.1, 0.1, 0.2, 0.2)
//   2  anchorCenters  f32[anchors, 4], (cx, cy, w, h)
//   3  probabilities  f32[rows, classes]
//   4  boxes          f32[rows, 4], corner form
//   5  params
//
// Workgroup 64, a thread an anchor. Equals `softmax` and `decodeOffsets` of src/ssd.
struct Params { rows: u32, anchors: u32, classes: u32 }
@group(0) @binding(0) var<storage, read> logits: array<f32>;
@group(0) @binding(1) var<storage, read> offsets: array<vec4<f32>>;
@group(0) @binding(2) var<storage, read> anchorCenters: array<vec4<f32>>;
@group(0) @binding(3) var<storage, read_write> probabilities: array<f32>;
@group(0) @binding(4) var<storage, read_write> boxes: array<vec4<f32>>;
@group(0) @binding(5) var<uniform> params: Params;

@compute @workgroup_size(64)
fn main(@builtin(global_invocation_id) id: vec3<u32>, @builtin(num_workgroups) groups: vec3<u32>) {
  let row = id.y * groups.x * 64u + id.x;
  if (row >= params.rows) { return; }

  let first = row * params.classes;
  var largest = logits[first];
  for (var k = 1u; k < params.classes; k++) { largest = max(largest, logits[first + k]); }
  // In fixed point the sum does not depend on the order of the classes: anchors with the same logits in another order get
  // the same scores, so that ties stay ties for the ranking. The largest possible sum just fits.
  let unit = 4e9 / f32(params.classes);
  var total = 0u;
  for (var k = 0u; k < params.classes; k++) { total += u32(exp(logits[first + k] - largest) * unit); }
  let sum = f32(total) / unit;
  for (var k = 0u; k < params.classes; k++) {
    probabilities[first + k] = exp(logits[first + k] - largest) / sum;
  }

  let anchor = anchorCenters[row % params.anchors];
  let offset = offsets[row];
  let center = offset.xy * 0.1 * anchor.zw + anchor.xy;
  let half = exp(offset.zw * 0.2) * anchor.zw / 2.0;
  boxes[row] = vec4(center - half, center + half);
}
