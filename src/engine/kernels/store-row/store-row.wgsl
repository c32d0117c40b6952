// Writes values over one row of a matrix; equals the definition at `storeRow`.
//
//   0  values  f32[count]
//   1  row     i32[1]
//   2  rows    f32[*, count], in place
//   3  params
//
// Workgroup 64, a thread an element.
struct Params { count: u32 }
@group(0) @binding(0) var<storage, read> values: array<f32>;
@group(0) @binding(1) var<storage, read> row: array<u32>;
@group(0) @binding(2) var<storage, read_write> rows: array<f32>;
@group(0) @binding(3) var<uniform> params: Params;

@compute @workgroup_size(64)
fn main(@builtin(global_invocation_id) id: vec3<u32>, @builtin(num_workgroups) groups: vec3<u32>) {
  let i = id.y * groups.x * 64u + id.x;
  if (i >= params.count) { return; }
  rows[row[0] * params.count + i] = values[i];
}
