// The parameters of every convolution kernel, in the order of `convParams` (conv-params.ts).
struct ConvParams {
  batch: u32,
  inHeight: u32,
  inWidth: u32,
  inChannels: u32,
  outHeight: u32,
  outWidth: u32,
  outChannels: u32,
  filterHeight: u32,
  filterWidth: u32,
  stride: u32,
  dilation: u32,
  padTop: i32,
  padLeft: i32,
  // Cells of the output between those that one tap reaches from neighbouring input cells; 1 but for input gradients.
  upsample: u32,
  // What one slice of a filter gradient sums: output rows, or output cells.
  slice: u32,
}
