/** @file Ground truth of an image without its pixels: what is counted, searched and matched over a whole split. */
export interface Annotations {
  width: number;
  height: number;
  boxes: Float32Array;
  labels: Int32Array;
  difficult: Uint8Array;
}
