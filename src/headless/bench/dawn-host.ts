/**
 * @file The bench in processes of Node, on Dawn and without a browser: for GPU servers. Only WebGPU runs here.
 */
import { type ChildProcess, fork } from 'node:child_process';
import { existsSync, realpathSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { wrap } from 'comlink';
import { build } from 'vite';
import { type BenchApi, processEndpoint } from '../../bench';
import { isFresh } from '../build';
import { findChromium } from '../chromium';
import { CommandError } from '../command-error';
import { simdKernels } from '../simd-plugin';
import type { BenchEngine, BenchHost } from './host';

const outDir = '.cache/bench-dawn';
const program = join(outDir, 'dawn.js');

/** Bundles the bench for Node, where the ES modules of tfjs do not load as they are. */
export async function dawnHost(): Promise<BenchHost> {
  if (!isFresh(program)) await bundle();
  const children = new Map<BenchEngine, ChildProcess>();

  async function start(env: NodeJS.ProcessEnv) {
    const child = fork(program, { env, serialization: 'advanced' });
    const engine = wrap<BenchApi>(processEndpoint(child)) as unknown as BenchEngine;
    try {
      const info = await Promise.race([engine.open('webgpu'), rejectedAtDeath(child)]);
      children.set(engine, child);
      return { engine, info };
    } catch (error) {
      child.kill();
      throw error;
    }
  }

  return {
    version: `Dawn in Node ${process.versions.node}`,
    async open() {
      try {
        return await start(process.env);
      } catch (error) {
        const software = softwareVulkan();
        if (software) return start({ ...process.env, ...software });
        const lack = 'Dawn finds no GPU here, and there is no Chromium whose software adapter it could use';
        throw new CommandError(`--host dawn: ${lack}: ${(error as Error).message}`, 1);
      }
    },
    async close(engine) {
      children.get(engine)?.kill();
      children.delete(engine);
    },
  };
}

function bundle() {
  return build({
    configFile: false,
    logLevel: 'error',
    publicDir: false,
    plugins: [simdKernels()],
    ssr: { noExternal: true, external: ['webgpu'] },
    build: { ssr: 'src/bench/dawn.ts', outDir, emptyOutDir: true, minify: false },
  });
}

function rejectedAtDeath(child: ChildProcess): Promise<never> {
  return new Promise((_, reject) => {
    child.once('exit', (status) => reject(new Error(`the process of the bench ended with status ${status}`)));
  });
}

/**
 * The environment in which Dawn finds SwiftShader: Chromium brings its driver and Vulkan's loader along, beside the
 * program that a distribution starts by a script.
 */
function softwareVulkan(): NodeJS.ProcessEnv | null {
  const chromium = findChromium();
  if (chromium === null) return null;
  const path = realpathSync(chromium);
  const folders = [dirname(path), ...['/usr/lib', '/opt'].map((folder) => join(folder, basename(path)))];
  const folder = folders.find((candidate) => existsSync(join(candidate, 'vk_swiftshader_icd.json')));
  if (folder === undefined) return null;
  const libraries = [folder, process.env.LD_LIBRARY_PATH ?? ''].filter((path) => path !== '').join(':');
  return { LD_LIBRARY_PATH: libraries, VK_ICD_FILENAMES: join(folder, 'vk_swiftshader_icd.json') };
}
