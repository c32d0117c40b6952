/**
 * @file Every SIMD kernel of the engine: the entry of the compiler.
 */
export * from '../kernels/conv2d/layout.simd';
export * from '../kernels/conv2d/multiply.simd';
export * from '../kernels/conv2d/multiply-cells.simd';
