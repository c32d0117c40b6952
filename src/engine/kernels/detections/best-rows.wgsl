// The best row of every anchor, as the entry that the ranking sorts by.
//
//   0  probabilities  u32[anchors, classes], the bits of f32; background is column 0
//   1  entries        vec2<u32>[batch, stride], the first `anchors` of an image: (key, ~row), or zero without candidate
//   2  passing        u32[anchors], how many rows of the anchor are above the threshold
//   3  params
//
// The row is class * anchors + anchor, with ARGMAX anchor * (classes - 1) + class: rows in the decoder's order. Its key
// is 1 + the bits of its score, which grow with the score; of equal keys the larger ~row, that is the lower row, goes
// first. Integers, because WGSL promises nothing about comparisons with NaN: a NaN has the key 0.
//
// Workgroup 64, a thread an anchor. Part of `detect` of src/ssd.
struct Params { batch: u32, anchors: u32, classes: u32, stride: u32, threshold: u32 }
@group(0) @binding(0) var<storage, read> probabilities: array<u32>;
@group(0) @binding(1) var<storage, read_write> entries: array<vec2<u32>>;
@group(0) @binding(2) var<storage, read_write> passing: array<u32>;
@group(0) @binding(3) var<uniform> params: Params;

fn keyOf(score: u32) -> u32 { return select(score + 1u, 0u, score > 0x7f800000u); }

@compute @workgroup_size(64)
fn main(@builtin(global_invocation_id) id: vec3<u32>, @builtin(num_workgroups) groups: vec3<u32>) {
  let index = id.y * groups.x * 64u + id.x;
  if (index >= params.batch * params.anchors) { return; }
  let first = index * params.classes + 1u;

  var best = keyOf(probabilities[first]);
  var bestClass = 0u;
  var above = u32(best > params.threshold);
  //#if ARGMAX
  // As in the reference, nothing beats a NaN of the first class.
  let beatable = best > 0u;
  //#else
  let beatable = true;
  //#end
  for (var c = 1u; c < params.classes - 1u; c++) {
    let key = keyOf(probabilities[first + c]);
    above += u32(key > params.threshold);
    if (beatable & (key > best)) {
      best = key;
      bestClass = c;
    }
  }

  let image = index / params.anchors;
  let anchor = index - image * params.anchors;
  let isCandidate = best > params.threshold;
  //#if ARGMAX
  let row = anchor * (params.classes - 1u) + bestClass;
  above = u32(isCandidate);
  //#else
  let row = bestClass * params.anchors + anchor;
  //#end
  entries[image * params.stride + anchor] = select(vec2<u32>(), vec2(best, ~row), isCandidate);
  passing[index] = above;
}
