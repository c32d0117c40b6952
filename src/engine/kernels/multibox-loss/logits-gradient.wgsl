// The gradient of the training loss by the logits: softmax - one-hot of positives and hard negatives, divided by the
// number of positives (at least 1).
//
//   0  logits        f32[batch, anchors, classes]
//   1  crossEntropy  f32[batch, anchors]
//   2  keys          u32[batch, anchors], 0 for positives
//   3  classTargets  i32[batch, anchors]
//   4  cuts          u32[batch, 2] of mine.wgsl
//   5  perImage      f32[batch, 4] of mine.wgsl
//   6  gradLogits    f32[batch, anchors, classes]
//   7  params
//
// Workgroup 64, a thread an anchor. Part of `multiboxLoss` of src/ssd.
struct Params { batch: u32, anchors: u32, classes: u32, gradientScale: f32 }
@group(0) @binding(0) var<storage, read> logits: array<f32>;
@group(0) @binding(1) var<storage, read> crossEntropy: array<f32>;
@group(0) @binding(2) var<storage, read> keys: array<u32>;
@group(0) @binding(3) var<storage, read> classTargets: array<i32>;
@group(0) @binding(4) var<storage, read> cuts: array<vec2<u32>>;
@group(0) @binding(5) var<storage, read> perImage: array<vec4<f32>>;
@group(0) @binding(6) var<storage, read_write> gradLogits: array<f32>;
@group(0) @binding(7) var<uniform> params: Params;

@compute @workgroup_size(64)
fn main(@builtin(global_invocation_id) id: vec3<u32>, @builtin(num_workgroups) groups: vec3<u32>) {
  let row = id.y * groups.x * 64u + id.x;
  if (row >= params.batch * params.anchors) { return; }
  let image = row / params.anchors;
  let scale = params.gradientScale / divisor(image);

  let key = keys[row];
  let cut = cuts[image];
  let isHard = (key > cut.x) | ((key == cut.x) & (row - image * params.anchors < cut.y));
  let kept = (key == 0u) | isHard;
  let first = row * params.classes;
  let label = u32(max(classTargets[row], 0));
  let entropy = crossEntropy[row];
  let norm = logits[first + label] + entropy;
  for (var k = 0u; k < params.classes; k++) {
    gradLogits[first + k] = select(0.0, exp(logits[first + k] - norm) * scale, kept);
  }
  // softmax - 1 = exp(-entropy) - 1, by its series where the difference would lose its digits.
  let series = -entropy * (1.0 - entropy * (1.0 / 2.0 - entropy * (1.0 / 6.0 - entropy / 24.0)));
  let labelGradient = select(exp(-entropy) - 1.0, series, entropy < 0.0625);
  gradLogits[first + label] = select(0.0, labelGradient * scale, kept);
}
