// Mines the hard negatives of one image and sums its losses: the `wanted` largest keys, of equal keys the lower index
// first. The key of the cut is found digit by digit, 8 bits at a time, from a histogram of the keys that share the digits
// before; the index of the cut from the equal keys in each thread's own stretch. Counts are integers and every float sum
// has a fixed order, so the result is deterministic.
//
//   0  crossEntropy  f32[batch, anchors]
//   1  keys          u32[batch, anchors], 0 for positives
//   2  offsets       f32[batch, anchors, 4]
//   3  boxTargets    f32[batch, anchors, 4]
//   4  cuts          u32[batch, 2]: a negative is hard if its key is above the first, or equal and its index below the second
//   5  perImage      f32[batch, 4]: cross entropy of positives and hard negatives, smooth L1, positives, hard negatives
//   6  params
//
// Workgroup 256, one an image. Equals `mineMultibox` and `perImage` of `multiboxLoss` of src/ssd.
struct Params { anchors: u32, minHardNegatives: u32, negativeRatio: f32 }
@group(0) @binding(0) var<storage, read> crossEntropy: array<f32>;
@group(0) @binding(1) var<storage, read> keys: array<u32>;
@group(0) @binding(2) var<storage, read> offsets: array<vec4<f32>>;
@group(0) @binding(3) var<storage, read> boxTargets: array<vec4<f32>>;
@group(0) @binding(4) var<storage, read_write> cuts: array<vec2<u32>>;
@group(0) @binding(5) var<storage, read_write> perImage: array<vec4<f32>>;
@group(0) @binding(6) var<uniform> params: Params;

var<workgroup> counts: array<atomic<u32>, 256>;
var<workgroup> positives: atomic<u32>;
// What thread 0 has settled: hard negatives wanted; the digits of the key so far; how many of the equal ones to take, and
// whose stretch holds the last of them; the index after it.
var<workgroup> wanted: u32;
var<workgroup> cut: u32;
var<workgroup> rest: u32;
var<workgroup> owner: u32;
var<workgroup> bound: u32;
var<workgroup> sums: array<vec2<f32>, 256>;

fn smoothL1(d: vec4<f32>) -> f32 {
  let size = abs(d);
  return dot(select(0.5 * size * size, size - 0.5, size > vec4(1.0)), vec4(1.0));
}

@compute @workgroup_size(256)
fn main(@builtin(local_invocation_index) thread: u32, @builtin(workgroup_id) group: vec3<u32>) {
  let image = group.x;
  let first = image * params.anchors;

  for (var shift = 32u; shift > 0u; shift -= 8u) {
    atomicStore(&counts[thread], 0u);
    workgroupBarrier();
    let digits = cut;
    var mine = 0u;
    for (var a = thread; a < params.anchors; a += 256u) {
      let k = keys[first + a];
      let tail = k >> (shift - 8u);
      if ((tail >> 8u) == digits) { atomicAdd(&counts[tail & 255u], 1u); }
      mine += u32(k == 0u);
    }
    if (shift == 32u) { atomicAdd(&positives, mine); }
    workgroupBarrier();
    if (thread == 0u) {
      if (shift == 32u) {
        let matched = atomicLoad(&positives);
        let asked = max(params.minHardNegatives, u32(params.negativeRatio * f32(matched)));
        wanted = min(asked, params.anchors - matched);
        rest = wanted;
      }
      var left = rest;
      var digit = 255u;
      while (digit > 0u) {
        let count = atomicLoad(&counts[digit]);
        if (count >= left) { break; }
        left -= count;
        digit--;
      }
      rest = left;
      cut = (digits << 8u) | digit;
    }
    workgroupBarrier();
  }

  let key = cut;
  let stretch = (params.anchors + 255u) / 256u;
  let begin = min(thread * stretch, params.anchors);
  let end = min(begin + stretch, params.anchors);
  var equal = 0u;
  for (var a = begin; a < end; a++) { equal += u32(keys[first + a] == key); }
  atomicStore(&counts[thread], equal);
  workgroupBarrier();
  if (thread == 0u) {
    var left = rest;
    var holder = 0u;
    while (holder < 255u) {
      let count = atomicLoad(&counts[holder]);
      if (count >= left) { break; }
      left -= count;
      holder++;
    }
    rest = left;
    owner = holder;
  }
  workgroupBarrier();
  if (thread == owner) {
    var left = rest;
    var after = 0u;
    for (var a = begin; a < end; a++) {
      if ((left > 0u) & (keys[first + a] == key)) {
        left--;
        after = a + 1u;
      }
    }
    bound = after;
  }
  workgroupBarrier();

  var mine = vec2<f32>();
  for (var a = thread; a < params.anchors; a += 256u) {
    let k = keys[first + a];
    let isPositive = k == 0u;
    let isHard = (k > key) | ((k == key) & (a < bound));
    mine += vec2(
      select(0.0, crossEntropy[first + a], isPositive | isHard),
      select(0.0, smoothL1(offsets[first + a] - boxTargets[first + a]), isPositive));
  }
  sums[thread] = mine;
  for (var half = 128u; half > 0u; half >>= 1u) {
    workgroupBarrier();
    if (thread < half) { sums[thread] += sums[thread + half]; }
  }
  if (thread == 0u) {
    cuts[image] = vec2(key, bound);
    perImage[image] = vec4(sums[0], f32(atomicLoad(&positives)), f32(wanted));
  }
}
