// The gradient of max pooling, gathered: a cell takes the gradient of every window whose first maximum in row-major order
// it is, that is, it equals y and no earlier cell of the window does.
//
//   0  x   Value[batch, inHeight, inWidth, channels]
//   1  y   Value[batch, outHeight, outWidth, channels]
//   2  dy  Value[batch, outHeight, outWidth, channels]
//   3  dx  Value[batch, inHeight, inWidth, channels]
//   4  params
//
// Workgroup 64, a thread a value of dx. Equals the definition at `maxPoolGrad`.
@group(0) @binding(0) var<storage, read> x: array<Value>;
@group(0) @binding(1) var<storage, read> y: array<Value>;
@group(0) @binding(2) var<storage, read> dy: array<Value>;
@group(0) @binding(3) var<storage, read_write> dx: array<Value>;
@group(0) @binding(4) var<uniform> params: PoolParams;

@compute @workgroup_size(64)
fn main(@builtin(global_invocation_id) id: vec3<u32>, @builtin(num_workgroups) groups: vec3<u32>) {
  let i = id.y * groups.x * 64u + id.x;
  if (i >= params.batch * params.inHeight * params.inWidth * params.channels) { return; }
  let cell = i / params.channels;
  let c = i - cell * params.channels;
  let line = cell / params.inWidth;
  let image = line / params.inHeight;
  let imageStart = image * params.inHeight * params.inWidth;
  // Padded coordinates, so that none is below zero.
  let row = line - image * params.inHeight + params.padTop;
  let column = cell - line * params.inWidth + params.padLeft;
  let value = x[i];
  var sum = Value();

  // The windows that cover the cell: window * stride <= row < window * stride + size.
  let firstY = (max(row + params.stride, params.size) - params.size) / params.stride;
  let endY = min(row / params.stride + 1u, params.outHeight);
  let firstX = (max(column + params.stride, params.size) - params.size) / params.stride;
  let endX = min(column / params.stride + 1u, params.outWidth);
  for (var outY = firstY; outY < endY; outY++) {
    for (var outX = firstX; outX < endX; outX++) {
      let window = ((image * params.outHeight + outY) * params.outWidth + outX) * params.channels + c;
      let maximum = y[window];
      var gradient = select(Value(), dy[window], value == maximum);
      let firstRow = max(outY * params.stride, params.padTop);
      let firstColumn = max(outX * params.stride, params.padLeft);
      let endColumn = min(outX * params.stride + params.size, params.inWidth + params.padLeft);
      for (var r = firstRow; r <= row; r++) {
        let start = imageStart + (r - params.padTop) * params.inWidth;
        let end = select(endColumn, column, r == row);
        for (var q = firstColumn; q < end; q++) {
          let earlier = x[(start + q - params.padLeft) * params.channels + c];
          gradient = select(gradient, Value(), earlier == maximum);
        }
      }
      sum += gradient;
    }
  }
  dx[i] = sum;
}
