/**
 * @file The binary of the SIMD kernels that this browser can run.
 */

/** `(func (drop (f32x4.relaxed_madd v128.const v128.const v128.const)))` in a module of its own. */
const relaxedProbe = Uint8Array.of(
  ...[0, 97, 115, 109, 1, 0, 0, 0, 1, 4, 1, 96, 0, 0, 3, 2, 1, 0, 10, 20, 1, 18, 0],
  ...[65, 0, 253, 17, 65, 0, 253, 17, 65, 0, 253, 17, 253, 133, 2, 26, 11],
);

/**
 * Loads and compiles the kernels.
 *
 * @param shared whether the memory that they will import is shared between threads
 */
export async function compileKernels(shared: boolean): Promise<WebAssembly.Module> {
  const { default: base64 } = await load(WebAssembly.validate(relaxedProbe), shared);
  return WebAssembly.compile(Uint8Array.from(atob(base64), (character) => character.charCodeAt(0)));
}

function load(relaxed: boolean, shared: boolean): Promise<{ default: string }> {
  if (relaxed) return shared ? import('simd-kernels:relaxed-shared') : import('simd-kernels:relaxed-single');
  return shared ? import('simd-kernels:plain-shared') : import('simd-kernels:plain-single');
}
