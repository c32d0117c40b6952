/** @file Beside the Loss stage. */
export function LossInspector() {
  return null;
}
