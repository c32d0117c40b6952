// The number of positives by which an image's gradients are divided, at least 1: of its batch or its own.
fn divisor(image: u32) -> f32 {
//#if BATCH
  var positives = 0.0;
  for (var b = 0u; b < params.batch; b++) { positives += perImage[b].z; }
//#else
  let positives = perImage[image].z;
//#end
  return max(1.0, positives);
}
