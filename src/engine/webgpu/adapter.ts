/**
 * @file What kind of adapter runs: emulated on the CPU or a GPU, and how wide its subgroups are.
 */

/** What the choice of kernels depends on. */
export interface AdapterTraits {
  /** Emulated on the CPU. */
  software: boolean;
  /** Subgroups are four threads wide: on SwiftShader the lanes of one vector of the CPU, which share values for free. */
  quads: boolean;
}

/** True when WebGPU is emulated on the CPU (SwiftShader, llvmpipe, WARP). */
export function isSoftware(info: GPUAdapterInfo): boolean {
  return info.isFallbackAdapter || /swiftshader|llvmpipe|warp/i.test(`${info.architecture} ${info.description}`);
}

export function adapterTraits({ adapterInfo, features }: GPUDevice): AdapterTraits {
  return { software: isSoftware(adapterInfo), quads: features.has('subgroups') && adapterInfo.subgroupMaxSize === 4 };
}
