// The parameters as a constant, so that the compiler knows the geometry; the values are those of `bakedParams`.
const params = ConvParams(
  BATCH,
  IN_HEIGHT,
  IN_WIDTH,
  IN_CHANNELS,
  OUT_HEIGHT,
  OUT_WIDTH,
  OUT_CHANNELS,
  FILTER_HEIGHT,
  FILTER_WIDTH,
  STRIDE,
  DILATION,
  PAD_TOP,
  PAD_LEFT,
  UPSAMPLE,
  SLICE,
);
