// Ranks the rows of one image: the topK best, in order.
//
// An anchor's best row is at least as good as its others, so a row below the topK-th of these bests cannot be among the
// first topK: per class, only rows at or above that one are listed and ranked, some hundreds of many thousands. They are
// then taken in chunks of at most 512 best, and within a chunk a row's rank is the number of better ones.
//
// Entries are as in best-rows.wgsl; no two candidates are equal, so the result does not depend on the order of the list.
//
//   0  probabilities  u32[batch, anchors, classes], the bits of f32
//   1  passing        u32[batch, anchors], rows above the threshold
//   2  entries        vec2<u32>[batch, stride]: the best of each anchor; per class the list of rows follows
//   3  ranked         vec2<u32>[batch, topK], entries in order
//   4  stages         vec2<u32>[batch]: candidates, entered
//   5  params
//
// Workgroup 256, one an image. Part of `nmsSurvivors` of src/ssd.
struct Params { anchors: u32, classes: u32, stride: u32, topK: u32, threshold: u32 }
@group(0) @binding(0) var<storage, read> probabilities: array<u32>;
@group(0) @binding(1) var<storage, read> passing: array<u32>;
@group(0) @binding(2) var<storage, read_write> entries: array<vec2<u32>>;
@group(0) @binding(3) var<storage, read_write> ranked: array<vec2<u32>>;
@group(0) @binding(4) var<storage, read_write> stages: array<vec2<u32>>;
@group(0) @binding(5) var<uniform> params: Params;

const chunkSize = 512u;
var<workgroup> counter: atomic<u32>;
var<workgroup> bins: array<atomic<u32>, 256>;
var<workgroup> chosen: vec3<u32>;
var<workgroup> chunk: array<vec2<u32>, 512>;

fn less(a: vec2<u32>, b: vec2<u32>) -> bool { return (a.x < b.x) | ((a.x == b.x) & (a.y < b.y)); }

// Sums one number a thread over the workgroup.
fn total(thread: u32, mine: u32) -> u32 {
  workgroupBarrier();
  if (thread == 0u) { atomicStore(&counter, 0u); }
  workgroupBarrier();
  atomicAdd(&counter, mine);
  return workgroupUniformLoad(&counter);
}

// A bound that exactly `wanted` of entries[first .. first + count) below `end` reach; wanted is at least 1. Byte by byte
// from the highest: the bin of the bound is the one where the count from above passes what is wanted.
fn lowerBound(thread: u32, first: u32, count: u32, end: vec2<u32>, wanted: u32) -> vec2<u32> {
  var bound = vec2<u32>();
  var known = vec2<u32>();
  var missing = wanted;
  for (var byte = 0u; byte < 8u; byte++) {
    let shift = 24u - 8u * (byte & 3u);
    let inRow = byte > 3u;
    atomicStore(&bins[thread], 0u);
    workgroupBarrier();
    for (var i = thread; i < count; i += 256u) {
      // Most entries are out of the question by their key alone.
      if ((entries[first + i].x & known.x) != bound.x) { continue; }
      let entry = entries[first + i];
      if (((entry.y & known.y) == bound.y) & less(entry, end)) {
        atomicAdd(&bins[(select(entry.x, entry.y, inRow) >> shift) & 255u], 1u);
      }
    }
    workgroupBarrier();
    var above = 0u;
    for (var bin = thread + 1u; bin < 256u; bin++) { above += atomicLoad(&bins[bin]); }
    let own = atomicLoad(&bins[thread]);
    if ((above < missing) & (missing <= above + own)) {
      chosen = vec3(thread, missing - above, own);
    }
    let choice = workgroupUniformLoad(&chosen);
    let digit = choice.x << shift;
    let digitMask = 255u << shift;
    bound |= select(vec2(digit, 0u), vec2(0u, digit), inRow);
    known |= select(vec2(digitMask, 0u), vec2(0u, digitMask), inRow);
    missing = choice.y;
    // All of the bin is wanted: its lower edge is a bound.
    if (missing == choice.z) { break; }
  }
  return bound;
}

@compute @workgroup_size(256)
fn main(@builtin(local_invocation_index) thread: u32, @builtin(workgroup_id) group: vec3<u32>) {
  let image = group.x;
  let bests = image * params.stride;
  var mine = vec2<u32>();
  for (var a = thread; a < params.anchors; a += 256u) {
    mine += vec2(passing[image * params.anchors + a], min(entries[bests + a].x, 1u));
  }
  let candidates = total(thread, mine.x);
  let contenders = total(thread, mine.y);

  //#if ARGMAX
  let list = bests;
  let listLength = params.anchors;
  let rows = contenders;
  //#else
  var reach = vec2(1u, 0u);
  if (contenders > params.topK) { reach = lowerBound(thread, bests, params.anchors, vec2(0xffffffffu), params.topK); }
  let list = bests + params.anchors;
  workgroupBarrier();
  if (thread == 0u) { atomicStore(&counter, 0u); }
  workgroupBarrier();
  for (var a = thread; a < params.anchors; a += 256u) {
    if (less(entries[bests + a], reach)) { continue; }
    let first = (image * params.anchors + a) * params.classes + 1u;
    for (var c = 0u; c < params.classes - 1u; c++) {
      let score = probabilities[first + c];
      let entry = vec2(select(score + 1u, 0u, score > 0x7f800000u), ~(c * params.anchors + a));
      if ((entry.x > params.threshold) & !less(entry, reach)) {
        entries[list + atomicAdd(&counter, 1u)] = entry;
      }
    }
  }
  let listLength = workgroupUniformLoad(&counter);
  let rows = listLength;
  //#end

  storageBarrier();
  let entered = min(params.topK, rows);
  var end = vec2(0xffffffffu);
  for (var done = 0u; done < entered; done += chunkSize) {
    let size = min(chunkSize, entered - done);
    let bound = lowerBound(thread, list, listLength, end, size);
    if (thread == 0u) { atomicStore(&counter, 0u); }
    workgroupBarrier();
    for (var i = thread; i < listLength; i += 256u) {
      let entry = entries[list + i];
      if (less(entry, end) & !less(entry, bound)) { chunk[atomicAdd(&counter, 1u)] = entry; }
    }
    workgroupBarrier();
    for (var i = thread; i < size; i += 256u) {
      let entry = chunk[i];
      var better = 0u;
      for (var j = 0u; j < size; j++) { better += u32(less(entry, chunk[j])); }
      ranked[image * params.topK + done + better] = entry;
    }
    end = bound;
  }
  if (thread == 0u) { stages[image] = vec2(candidates, entered); }
}
