// One step of AdamW in place; equals the definition at `adamwUpdate`.
//
//   0  gradient  f32[count]
//   1  rates     f32[3]: the learning rate, 1 / (1 - beta1^step), 1 / (1 - beta2^step)
//   2  factor    f32[1], multiplies the gradient; only if CLIP is 1, and without it the rest move up by one
//   3  weight    f32[count], in place
//   4  m         f32[count], in place
//   5  v         f32[count], in place
//   6  params
//
// Workgroup 64, a thread an element.
struct Params { count: u32, beta1: f32, beta2: f32, epsilon: f32, weightDecay: f32 }
@group(0) @binding(0) var<storage, read> gradient: array<f32>;
@group(0) @binding(1) var<storage, read> rates: array<f32>;
//#if CLIP
@group(0) @binding(2) var<storage, read> factor: array<f32>;
//#end
@group(0) @binding(2 + CLIP) var<storage, read_write> weight: array<f32>;
@group(0) @binding(3 + CLIP) var<storage, read_write> m: array<f32>;
@group(0) @binding(4 + CLIP) var<storage, read_write> v: array<f32>;
@group(0) @binding(5 + CLIP) var<uniform> params: Params;

@compute @workgroup_size(64)
fn main(@builtin(global_invocation_id) id: vec3<u32>, @builtin(num_workgroups) groups: vec3<u32>) {
  let i = id.y * groups.x * 64u + id.x;
  if (i >= params.count) { return; }
//#if CLIP
  let g = factor[0] * gradient[i];
//#else
  let g = gradient[i];
//#end
  let w = weight[i];
  let newM = params.beta1 * m[i] + (1.0 - params.beta1) * g;
  let newV = params.beta2 * v[i] + (1.0 - params.beta2) * g * g;
  let step = newM * rates[1] / (sqrt(newV * rates[2]) + params.epsilon);
  weight[i] = w - rates[0] * (step + params.weightDecay * w);
  m[i] = newM;
  v[i] = newV;
}
