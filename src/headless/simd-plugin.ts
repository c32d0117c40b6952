/**
 * @file The Vite plugin that compiles the engine's SIMD kernels (AssemblyScript) to WebAssembly, each variant once a
 * process. `import bytes from 'simd-kernels:relaxed-shared'` gives the binary as base64.
 */
import asc from 'assemblyscript/asc';
import type { Plugin } from 'vite';

const prefix = 'simd-kernels:';
const entry = 'src/engine/simd/kernels.simd.ts';
const binaries = new Map<string, Promise<string>>();

export function simdKernels(): Plugin {
  let root = '';
  return {
    name: 'simd-kernels',
    configResolved(config) {
      root = config.root;
    },
    resolveId: (id) => (id.startsWith(prefix) ? `\0${id}` : null),
    async load(id) {
      if (!id.startsWith(`\0${prefix}`)) return null;
      const variant = id.slice(prefix.length + 1);
      const binary = binaries.get(variant) ?? compile(variant, root);
      binaries.set(variant, binary);
      return `export default ${JSON.stringify(await binary)};`;
    },
  };
}

/** @param variant "relaxed" or "plain" (SIMD), then "shared" or "single" (memory), joined by "-" */
async function compile(variant: string, root: string): Promise<string> {
  const [simd, memory] = variant.split('-');
  const features = [
    'simd',
    ...(simd === 'relaxed' ? ['relaxed-simd'] : []),
    ...(memory === 'shared' ? ['threads'] : []),
  ];
  const shared = memory === 'shared' ? ['--sharedMemory', '--maximumMemory', '65536'] : [];
  let binary = new Uint8Array();
  const { error, stderr } = await asc.main(
    [
      entry,
      ...['--baseDir', root, '--outFile', 'kernels.wasm', '-O3', '--noAssert', '--runtime', 'stub'],
      // Vectors pass between the kernels only, and addresses are of 32 bits.
      ...[
        '--disableWarning',
        'AS112',
        '--disableWarning',
        'AS201',
        '--enable',
        features.join(','),
        '--importMemory',
        '--noExportMemory',
      ],
      ...['--initialMemory', '1', ...shared],
    ],
    {
      writeFile(_name, contents) {
        binary = contents as Uint8Array<ArrayBuffer>;
      },
    },
  );
  if (error) throw new Error(`SIMD kernels (${variant}) do not compile:\n${stderr.toString()}`);
  if (hasData(binary)) throw new Error(`SIMD kernels (${variant}): static data would overwrite memory of tfjs's`);
  return Buffer.from(binary).toString('base64');
}

/** Whether a WebAssembly binary has a data section (number 11): sections are their number, their size as LEB128, bytes. */
function hasData(binary: Uint8Array): boolean {
  for (let at = 8; at < binary.length; ) {
    if (binary[at++] === 11) return true;
    let size = 0;
    for (let shift = 0, more = true; more; shift += 7) {
      more = binary[at] >= 128;
      size |= (binary[at++] & 127) << shift;
    }
    at += size;
  }
  return false;
}
