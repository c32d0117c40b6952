// The geometry of a pooling, in the order of `poolIntegers` (max-pool.webgpu.ts); channels in values.
struct PoolParams {
  batch: u32,
  inHeight: u32,
  inWidth: u32,
  outHeight: u32,
  outWidth: u32,
  size: u32,
  stride: u32,
  padTop: u32,
  padLeft: u32,
  channels: u32,
}
