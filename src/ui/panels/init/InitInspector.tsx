/** @file Beside the Init stage. */
export function InitInspector() {
  return null;
}
