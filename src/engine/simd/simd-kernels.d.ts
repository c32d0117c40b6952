declare module 'simd-kernels:*' {
  const base64: string;
  export default base64;
}
