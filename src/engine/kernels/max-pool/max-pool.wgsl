// The maximum of every window; cells outside the map do not count.
//
//   0  x  Value[batch, inHeight, inWidth, channels]
//   1  y  Value[batch, outHeight, outWidth, channels]
//   2  params
//
// Workgroup 64, a thread a value of y. Equals the definition at `maxPool`.
@group(0) @binding(0) var<storage, read> x: array<Value>;
@group(0) @binding(1) var<storage, read_write> y: array<Value>;
@group(0) @binding(2) var<uniform> params: PoolParams;

@compute @workgroup_size(64)
fn main(@builtin(global_invocation_id) id: vec3<u32>, @builtin(num_workgroups) groups: vec3<u32>) {
  let i = id.y * groups.x * 64u + id.x;
  if (i >= params.batch * params.outHeight * params.outWidth * params.channels) { return; }
  let cell = i / params.channels;
  let c = i - cell * params.channels;
  let line = cell / params.outWidth;
  let image = line / params.outHeight;
  let top = (line - image * params.outHeight) * params.stride;
  let left = (cell - line * params.outWidth) * params.stride;
  // Padded coordinates, so that none is below zero.
  let firstRow = max(top, params.padTop);
  let endRow = min(top + params.size, params.inHeight + params.padTop);
  let firstColumn = max(left, params.padLeft);
  let endColumn = min(left + params.size, params.inWidth + params.padLeft);
  var best = Value(-3.4028234e38);
  for (var row = firstRow; row < endRow; row++) {
    let start = (image * params.inHeight + row - params.padTop) * params.inWidth;
    for (var column = firstColumn; column < endColumn; column++) {
      best = max(best, x[(start + column - params.padLeft) * params.channels + c]);
    }
  }
  y[i] = best;
}
