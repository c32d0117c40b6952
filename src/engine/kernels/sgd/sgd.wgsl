// One step of SGD with momentum in place; equals the definition at `sgdUpdate`.
//
//   0  gradient  f32[count]
//   1  rates     f32[1], the learning rate
//   2  factor    f32[1], multiplies the gradient; only if CLIP is 1, and without it the rest move up by one
//   3  weight    f32[count], in place
//   4  momentum  f32[count], in place
//   5  params
//
// Workgroup 64, a thread an element.
struct Params { count: u32, momentum: f32, weightDecay: f32 }
@group(0) @binding(0) var<storage, read> gradient: array<f32>;
@group(0) @binding(1) var<storage, read> rates: array<f32>;
//#if CLIP
@group(0) @binding(2) var<storage, read> factor: array<f32>;
//#end
@group(0) @binding(2 + CLIP) var<storage, read_write> weight: array<f32>;
@group(0) @binding(3 + CLIP) var<storage, read_write> momentum: array<f32>;
@group(0) @binding(4 + CLIP) var<uniform> params: Params;

@compute @workgroup_size(64)
fn main(@builtin(global_invocation_id) id: vec3<u32>, @builtin(num_workgroups) groups: vec3<u32>) {
  let i = id.y * groups.x * 64u + id.x;
  if (i >= params.count) { return; }
  let w = weight[i];
//#if CLIP
  let g = factor[0] * gradient[i];
//#else
  let g = gradient[i];
//#end
  let m = params.momentum * momentum[i] - rates[0] * (g + params.weightDecay * w);
  momentum[i] = m;
  weight[i] = w + m;
}
