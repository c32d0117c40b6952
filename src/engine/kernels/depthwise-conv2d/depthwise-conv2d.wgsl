// Depthwise convolution; if GRAD_INPUT its gradient with respect to the input, gathered.
//
//   0  source   Value[map of x, or of dy if GRAD_INPUT]
//   1  weights  Value[filterHeight, filterWidth, channels]
//   2  result   Value[map of y, or of x if GRAD_INPUT]
//   3  params   inChannels counts values
//
// Workgroup 64, a thread a value of `result`. Equals depthwiseReference and depthwiseGradInputReference of
// conv2d/reference.ts.
@group(0) @binding(0) var<storage, read> source: array<Value>;
@group(0) @binding(1) var<storage, read> weights: array<Value>;
@group(0) @binding(2) var<storage, read_write> result: array<Value>;
@group(0) @binding(3) var<uniform> params: ConvParams;

// The coordinate of the source that tap k joins with coordinate o of the result; one beyond the map where there is none.
fn reach(o: u32, k: u32, pad: i32) -> u32 {
//#if GRAD_INPUT
  let t = o + u32(pad) - k * params.dilation;
  let steps = t / params.stride;
  return select(0xffffffffu, steps, steps * params.stride == t);
//#else
  return o * params.stride + k * params.dilation - u32(pad);
//#end
}

@compute @workgroup_size(64)
fn main(@builtin(global_invocation_id) id: vec3<u32>, @builtin(num_workgroups) groups: vec3<u32>) {
  let i = id.y * groups.x * 64u + id.x;
//#if GRAD_INPUT
  let size = vec2(params.inHeight, params.inWidth);
  let bounds = vec2(params.outHeight, params.outWidth);
//#else
  let size = vec2(params.outHeight, params.outWidth);
  let bounds = vec2(params.inHeight, params.inWidth);
//#end
  if (i >= params.batch * size.x * size.y * params.inChannels) { return; }
  let cell = i / params.inChannels;
  let c = i - cell * params.inChannels;
  let line = cell / size.y;
  let image = line / size.x;
  let row = line - image * size.x;
  let column = cell - line * size.y;
  var sum = Value();
  for (var ky = 0u; ky < params.filterHeight; ky++) {
    let y = reach(row, ky, params.padTop);
    if (y >= bounds.x) { continue; }
    for (var kx = 0u; kx < params.filterWidth; kx++) {
      let x = reach(column, kx, params.padLeft);
      if (x >= bounds.y) { continue; }
      let place = ((image * bounds.x + y) * bounds.y + x) * params.inChannels + c;
      sum += source[place] * weights[(ky * params.filterWidth + kx) * params.inChannels + c];
    }
  }
  result[i] = sum;
}
