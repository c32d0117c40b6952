// Mines the hard negatives of one image and sums its losses: the `wanted` largest keys, of equal keys the lower index
// first. The cut is found by bisection over the bits of the key, then of the index; every count is a sum of integers and
// every float sum has a fixed order, so the result is deterministic.
//
//   0  crossEntropy  f32[batch, anchors]
//   1  keys          u32[batch, anchors], 0 for positives
//   2  offsets       f32[batch, anchors, 4]
//   3  boxTargets    f32[batch, anchors, 4]
//   4  cuts          u32[batch, 2]: a negative is hard if its key is above the first, or equal and its index below the second
//   5  perImage      f32[batch, 4]: cross entropy of positives and hard negatives, smooth L1, positives, hard negatives
//   6  params
//
// Workgroup 64, one an image. Equals `mineMultibox` and `perImage` of `multiboxLoss` of src/ssd.
struct Params { anchors: u32, minHardNegatives: u32, negativeRatio: f32 }
@group(0) @binding(0) var<storage, read> crossEntropy: array<f32>;
@group(0) @binding(1) var<storage, read> keys: array<u32>;
@group(0) @binding(2) var<storage, read> offsets: array<vec4<f32>>;
@group(0) @binding(3) var<storage, read> boxTargets: array<vec4<f32>>;
@group(0) @binding(4) var<storage, read_write> cuts: array<vec2<u32>>;
@group(0) @binding(5) var<storage, read_write> perImage: array<vec4<f32>>;
@group(0) @binding(6) var<uniform> params: Params;

var<workgroup> counter: atomic<u32>;
var<workgroup> sums: array<vec2<f32>, 64>;

// Sums one number a thread over the workgroup.
fn total(thread: u32, mine: u32) -> u32 {
  workgroupBarrier();
  if (thread == 0u) { atomicStore(&counter, 0u); }
  workgroupBarrier();
  atomicAdd(&counter, mine);
  return workgroupUniformLoad(&counter);
}

// How many keys of the image are above `key`, or equal to it at an index below `bound`.
fn countAbove(thread: u32, image: u32, key: u32, bound: u32) -> u32 {
  var mine = 0u;
  for (var a = thread; a < params.anchors; a += 64u) {
    let k = keys[image * params.anchors + a];
    mine += u32((k > key) | ((k == key) & (a < bound)));
  }
  return total(thread, mine);
}

fn smoothL1(d: vec4<f32>) -> f32 {
  let size = abs(d);
  return dot(select(0.5 * size * size, size - 0.5, size > vec4(1.0)), vec4(1.0));
}

@compute @workgroup_size(64)
fn main(@builtin(local_invocation_index) thread: u32, @builtin(workgroup_id) group: vec3<u32>) {
  let image = group.x;
  let first = image * params.anchors;
  let candidates = countAbove(thread, image, 0u, 0u);
  let positives = params.anchors - candidates;
  let asked = max(params.minHardNegatives, u32(params.negativeRatio * f32(positives)));
  let wanted = min(asked, candidates);

  var key = 0xffffffffu;
  var bound = 0u;
  if (wanted > 0u) {
    // The largest key that at least `wanted` keys reach.
    key = 0u;
    for (var bit = 0x80000000u; bit > 0u; bit >>= 1u) {
      if (countAbove(thread, image, (key | bit) - 1u, 0u) >= wanted) { key |= bit; }
    }
    // The largest bound that leaves fewer than `wanted`; one more takes exactly as many.
    for (var bit = 1u << firstLeadingBit(params.anchors); bit > 0u; bit >>= 1u) {
      if (countAbove(thread, image, key, bound | bit) < wanted) { bound |= bit; }
    }
    bound++;
  }

  var mine = vec2<f32>();
  for (var a = thread; a < params.anchors; a += 64u) {
    let k = keys[first + a];
    let isPositive = k == 0u;
    let isHard = (k > key) | ((k == key) & (a < bound));
    mine += vec2(
      select(0.0, crossEntropy[first + a], isPositive | isHard),
      select(0.0, smoothL1(offsets[first + a] - boxTargets[first + a]), isPositive));
  }
  sums[thread] = mine;
  for (var half = 32u; half > 0u; half >>= 1u) {
    workgroupBarrier();
    if (thread < half) { sums[thread] += sums[thread + half]; }
  }
  if (thread == 0u) {
    cuts[image] = vec2(key, bound);
    perImage[image] = vec4(sums[0], f32(positives), f32(wanted));
  }
}
