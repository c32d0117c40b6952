/**
 * @file What kind of adapter runs: emulated on the CPU or a GPU, and how wide its subgroups are.
 */

/** True when WebGPU is emulated on the CPU (SwiftShader, llvmpipe, WARP). */
export function isSoftware(info: GPUAdapterInfo): boolean {
  return info.isFallbackAdapter || /swiftshader|llvmpipe|warp/i.test(`${info.architecture} ${info.description}`);
}

/** What the choice of kernels depends on. */
export function adapterTraits({ adapterInfo, features }: GPUDevice): { software: boolean; quads: boolean } {
  return { software: isSoftware(adapterInfo), quads: features.has('subgroups') && adapterInfo.subgroupMaxSize === 4 };
}
