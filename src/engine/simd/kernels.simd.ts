/**
 * @file Every SIMD kernel of the engine: the entry of the compiler.
 */
export * from '../kernels/adamw/adamw.simd';
export * from '../kernels/batch-norm/batch-norm.simd';
export * from '../kernels/bias-grad/bias-grad.simd';
export * from '../kernels/conv2d/layout.simd';
export * from '../kernels/conv2d/multiply.simd';
export * from '../kernels/conv2d/multiply-cells.simd';
export * from '../kernels/conv2d/winograd.simd';
export * from '../kernels/conv2d/winograd-grad.simd';
export * from '../kernels/max-pool/max-pool.simd';
export * from '../kernels/multibox-loss/multibox-loss.simd';
export * from '../kernels/peak/peak.simd';
export * from '../kernels/relu-grad/relu-grad.simd';
export * from '../kernels/sgd/sgd.simd';
