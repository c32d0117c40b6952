// The gradient of a depthwise convolution with respect to its filter over one slice of output rows. sum-slices.wgsl adds
// the slices; together they equal depthwiseGradFilterReference of conv2d/reference.ts.
//
//   0  x      Value[batch, inHeight, inWidth, channels]
//   1  dy     Value[batch, outHeight, outWidth, channels]
//   2  parts  Value[slices, taps, channels]
//   3  params inChannels counts values
//
// Workgroup 32, a thread a value of `parts`.
@group(0) @binding(0) var<storage, read> x: array<Value>;
@group(0) @binding(1) var<storage, read> dy: array<Value>;
@group(0) @binding(2) var<storage, read_write> parts: array<Value>;
@group(0) @binding(3) var<uniform> params: ConvParams;

@compute @workgroup_size(32)
fn main(@builtin(global_invocation_id) id: vec3<u32>, @builtin(num_workgroups) groups: vec3<u32>) {
  let i = id.y * groups.x * 32u + id.x;
  let part = i / params.inChannels;
  let c = i - part * params.inChannels;
  let taps = params.filterHeight * params.filterWidth;
  let slice = part / taps;
  let tap = part - slice * taps;
  let firstRow = slice * params.slice;
  let allRows = params.batch * params.outHeight;
  if (firstRow >= allRows) { return; }
  let ky = tap / params.filterWidth;
  let tapY = ky * params.dilation - u32(params.padTop);
  let tapX = (tap - ky * params.filterWidth) * params.dilation - u32(params.padLeft);
  let endRow = min(firstRow + params.slice, allRows);
  var sum = Value();
  for (var row = firstRow; row < endRow; row++) {
    let image = row / params.outHeight;
    let inRow = (row - image * params.outHeight) * params.stride + tapY;
    if (inRow >= params.inHeight) { continue; }
    for (var column = 0u; column < params.outWidth; column++) {
      let inColumn = column * params.stride + tapX;
      if (inColumn >= params.inWidth) { continue; }
      let place = ((image * params.inHeight + inRow) * params.inWidth + inColumn) * params.inChannels + c;
      sum += x[place] * dy[(row * params.outWidth + column) * params.inChannels + c];
    }
  }
  parts[i] = sum;
}
