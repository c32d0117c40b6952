// The gradient of the training loss by the offsets: the clipped difference of those of positives, divided by the number
// of positives (at least 1).
//
//   0  offsets      f32[batch, anchors, 4]
//   1  keys         u32[batch, anchors], 0 for positives
//   2  boxTargets   f32[batch, anchors, 4]
//   3  perImage     f32[batch, 4] of mine.wgsl
//   4  gradOffsets  f32[batch, anchors, 4]
//   5  params
//
// Workgroup 64, a thread an anchor. Part of `multiboxLoss` of src/ssd.
struct Params { batch: u32, anchors: u32, gradientScale: f32 }
@group(0) @binding(0) var<storage, read> offsets: array<vec4<f32>>;
@group(0) @binding(1) var<storage, read> keys: array<u32>;
@group(0) @binding(2) var<storage, read> boxTargets: array<vec4<f32>>;
@group(0) @binding(3) var<storage, read> perImage: array<vec4<f32>>;
@group(0) @binding(4) var<storage, read_write> gradOffsets: array<vec4<f32>>;
@group(0) @binding(5) var<uniform> params: Params;

@compute @workgroup_size(64)
fn main(@builtin(global_invocation_id) id: vec3<u32>, @builtin(num_workgroups) groups: vec3<u32>) {
  let row = id.y * groups.x * 64u + id.x;
  if (row >= params.batch * params.anchors) { return; }
  let scale = params.gradientScale / divisor(row / params.anchors);
  let difference = clamp(offsets[row] - boxTargets[row], vec4(-1.0), vec4(1.0));
  gradOffsets[row] = select(vec4<f32>(), difference * scale, keys[row] == 0u);
}
