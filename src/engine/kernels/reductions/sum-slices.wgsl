// The second half of every split sum: total[i] = sum over s of parts[s][i], in order, so that it is deterministic.
//
//   0  parts   f32[slices, count]
//   1  total   f32[count]
//   2  params
//
// Workgroup 64, one thread an element of `total`.
struct Params { count: u32, slices: u32 }
@group(0) @binding(0) var<storage, read> parts: array<f32>;
@group(0) @binding(1) var<storage, read_write> total: array<f32>;
@group(0) @binding(2) var<uniform> params: Params;

@compute @workgroup_size(64)
fn main(@builtin(global_invocation_id) id: vec3<u32>, @builtin(num_workgroups) groups: vec3<u32>) {
  let i = id.y * groups.x * 64u + id.x;
  if (i >= params.count) { return; }
  var sum = 0.0;
  var s = 0u;
  // Eight loads are on their way at a time: on a GPU the wait for one after the other would be all that this takes.
  for (; s + 8u <= params.slices; s += 8u) {
//#for n in 8
    let part$n = parts[(s + $n) * params.count + i];
//#end
//#for n in 8
    sum += part$n;
//#end
  }
  for (; s < params.slices; s++) {
    sum += parts[s * params.count + i];
  }
  total[i] = sum;
}
