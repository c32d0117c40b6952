// Greedy suppression within each class, over the ranked rows of one image, and the output.
//
// Rows go in blocks of 32. Each is compared with its class's survivors of earlier blocks and with the better rows of its
// block, all in parallel; what remains is a walk over 32 masks. Survivors are kept as a mask a class and block.
//
//   0  ranked     vec2<u32>[batch, topK], as rank.wgsl writes it
//   1  stages     vec2<u32>[batch]: candidates, entered
//   2  boxes      f32[batch, anchors, 4], corner form
//   3  candidates Candidate[batch, topK], scratch
//   4  survivors  u32[batch, classes - 1, ceil(topK / 32)], scratch
//   5  packed     f32[batch, 1 + limit, 6]: candidates, entered, survived and zeros; then class, score, box; then -1
//   6  params
//
// Workgroup 64, one an image. Equals `nmsSurvivors` and `iou` of src/ssd to the last bit.
struct Params {
  anchors: u32,
  classes: u32,
  topK: u32,
  limit: u32,
  exponent: u32,  // of the threshold, biased
  midpoint: u32,  // 25-bit mantissa halfway between the threshold and the next float32
  zero: u32,
}
struct Candidate { box: vec4<f32>, area: f32, classId: u32 }
@group(0) @binding(0) var<storage, read> ranked: array<vec2<u32>>;
@group(0) @binding(1) var<storage, read> stages: array<vec2<u32>>;
@group(0) @binding(2) var<storage, read> boxes: array<vec4<f32>>;
@group(0) @binding(3) var<storage, read_write> candidates: array<Candidate>;
@group(0) @binding(4) var<storage, read_write> survivors: array<atomic<u32>>;
@group(0) @binding(5) var<storage, read_write> packed: array<f32>;
@group(0) @binding(6) var<uniform> params: Params;

const slices = 2u;  // threads a row of the block
var<workgroup> block: array<Candidate, 32>;
var<workgroup> removers: array<atomic<u32>, 32>;  // the better rows of the block that remove a row if they survive
var<workgroup> removed: atomic<u32>;              // rows that a survivor of an earlier block removes

// Keeps the compiler from fusing a product into the sum that follows, or the sums into another order.
fn rounded(x: f32) -> f32 { return bitcast<f32>(bitcast<u32>(x) ^ params.zero); }

fn exponentOf(x: f32) -> u32 { return (bitcast<u32>(x) >> 23u) & 255u; }

fn mantissaOf(x: f32) -> u32 { return (bitcast<u32>(x) & 0x7fffffu) | 0x800000u; }

fn anchorOf(row: u32) -> u32 {
  //#if ARGMAX
  return row / (params.classes - 1u);
  //#else
  return row % params.anchors;
  //#end
}

fn classOf(row: u32) -> u32 {
  //#if ARGMAX
  return row % (params.classes - 1u);
  //#else
  return row / params.anchors;
  //#end
}

// Where the box or its area is not finite the IoU is 0 or NaN, which removes nothing: as of an empty box.
fn candidateOf(image: u32, row: u32) -> Candidate {
  let box = boxes[image * params.anchors + anchorOf(row)];
  let area = rounded((box.z - box.x) * (box.w - box.y));
  let top = max(
    max(max(exponentOf(box.x), exponentOf(box.y)), max(exponentOf(box.z), exponentOf(box.w))), exponentOf(area));
  return Candidate(select(box, vec4<f32>(), top == 255u), area, classOf(row));
}

// Whether overlap / both, correctly rounded, is above the threshold; WGSL's own division may be off by 2.5 ulp. The
// quotient rounds to above the threshold if it is above the midpoint, which it never equals: 25 bits times an integer
// are no 24 bits. So compare overlap * 2^n with both * midpoint, n from the exponents, both at their highest 24 bits.
fn exceeds(overlap: f32, both: f32) -> bool {
  let shift = i32(exponentOf(overlap)) - i32(exponentOf(both)) - i32(params.exponent) + 127;
  let m = mantissaOf(both);
  let low = (m & 0xfffu) * (params.midpoint & 0xfffu);
  let middle = (m >> 12u) * (params.midpoint & 0xfffu) + (m & 0xfffu) * (params.midpoint >> 12u) + (low >> 12u);
  let high = (m >> 12u) * (params.midpoint >> 12u) + (middle >> 12u);
  let isAbove = (mantissaOf(overlap) << u32(clamp(shift, 0, 2))) > high;
  return isAbove & (shift >= 0) & (exponentOf(overlap) > 0u) & (exponentOf(both) < 255u);
}

fn removes(a: Candidate, b: Candidate) -> bool {
  let size = min(a.box.zw, b.box.zw) - max(a.box.xy, b.box.xy);
  if ((size.x <= 0.0) | (size.y <= 0.0)) { return false; }
  let overlap = rounded(size.x * size.y);
  return exceeds(overlap, rounded(a.area + b.area) - overlap);
}

@compute @workgroup_size(64)
fn main(@builtin(local_invocation_index) thread: u32, @builtin(workgroup_id) group: vec3<u32>) {
  let image = group.x;
  let first = image * params.topK;
  let foreground = params.classes - 1u;
  let words = (params.topK + 31u) / 32u;
  let rows = image * (1u + params.limit) * 6u;
  let entered = stages[image].y;
  let slice = thread / 32u;
  let mine = thread % 32u;

  var survived = 0u;
  for (var done = 0u; done < entered; done += 32u) {
    let size = min(32u, entered - done);
    let word = done / 32u;
    if (thread < size) {
      block[thread] = candidateOf(image, ~ranked[first + done + thread].y);
      candidates[first + done + thread] = block[thread];
    }
    if (thread < 32u) { atomicStore(&removers[thread], 0u); }
    if (thread == 0u) { atomicStore(&removed, 0u); }
    for (var c = thread; c < foreground; c += 64u) { atomicStore(&survivors[(image * foreground + c) * words + word], 0u); }
    storageBarrier();
    workgroupBarrier();

    let candidate = block[mine];
    let ofClass = (image * foreground + candidate.classId) * words;
    if (mine < size) {
      for (var w = slice; w < word; w += slices) {
        for (var better = atomicLoad(&survivors[ofClass + w]); better != 0u; better &= better - 1u) {
          if (removes(candidates[first + w * 32u + firstTrailingBit(better)], candidate)) {
            atomicOr(&removed, 1u << mine);
            break;
          }
        }
      }
      for (var i = slice; i < mine; i += slices) {
        if (block[i].classId != candidate.classId) { continue; }
        if (removes(block[i], candidate)) { atomicOr(&removers[mine], 1u << i); }
      }
    }
    workgroupBarrier();

    var alive = 0u;
    let gone = atomicLoad(&removed);
    for (var i = 0u; i < size; i++) {
      let lives = ((atomicLoad(&removers[i]) & alive) | ((gone >> i) & 1u)) == 0u;
      alive |= u32(lives) << i;
    }
    if ((slice == 0u) & (((alive >> mine) & 1u) == 1u)) {
      atomicOr(&survivors[ofClass + word], 1u << mine);
      let place = survived + countOneBits(alive & ((1u << mine) - 1u));
      if (place < params.limit) {
        let entry = ranked[first + done + mine];
        let box = boxes[image * params.anchors + anchorOf(~entry.y)];
        let start = rows + (1u + place) * 6u;
        packed[start] = f32(candidate.classId);
        packed[start + 1u] = bitcast<f32>(entry.x - 1u);
        for (var c = 0u; c < 4u; c++) { packed[start + 2u + c] = box[c]; }
      }
    }
    survived += countOneBits(alive);
    storageBarrier();
    workgroupBarrier();
  }

  for (var i = (1u + min(survived, params.limit)) * 6u + thread; i < (1u + params.limit) * 6u; i += 64u) {
    packed[rows + i] = -1.0;
  }
  if (thread == 0u) {
    let header = array(f32(stages[image].x), f32(entered), f32(survived), 0.0, 0.0, 0.0);
    for (var i = 0u; i < 6u; i++) { packed[rows + i] = header[i]; }
  }
}
