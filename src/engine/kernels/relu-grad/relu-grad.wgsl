// dx = dy where y > 0, else 0.
//
//   0  dy  Value[count]
//   1  y   Value[count]
//   2  dx  Value[count]
//   3  params
//
// Workgroup 64, a thread a value. Equals the definition at `reluGrad`.
struct Params { count: u32 }
@group(0) @binding(0) var<storage, read> dy: array<Value>;
@group(0) @binding(1) var<storage, read> y: array<Value>;
@group(0) @binding(2) var<storage, read_write> dx: array<Value>;
@group(0) @binding(3) var<uniform> params: Params;

@compute @workgroup_size(64)
fn main(@builtin(global_invocation_id) id: vec3<u32>, @builtin(num_workgroups) groups: vec3<u32>) {
  let i = id.y * groups.x * 64u + id.x;
  if (i >= params.count) { return; }
  dx[i] = select(Value(), dy[i], y[i] > Value());
}
