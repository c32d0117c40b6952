import { readFileSync } from 'node:fs';
import react from '@vitejs/plugin-react';
import { playwright } from '@vitest/browser-playwright';
import type { Plugin } from 'vite';
import { defineConfig } from 'vitest/config';
import { findChromium, softwareWebgpuFlags } from './src/headless/chromium.ts';
import { contentSecurityPolicyMeta } from './src/headless/content-security-policy.ts';
import { isolationHeaders, securityHeaders } from './src/headless/server.ts';
import { simdKernels } from './src/headless/simd-plugin.ts';

const executablePath = findChromium();
const { version, dependencies } = JSON.parse(readFileSync(new URL('package.json', import.meta.url), 'utf8'));

/**
 * The threaded WASM loader of tfjs needs two changes.
 *
 * It passes its own source text to its worker blob; a minifier renames `_scriptDir` inside the function but not in that
 * text, and every thread dies with a ReferenceError. The lab sets its paths itself.
 *
 * It starts eight workers, and waits for all of them, however few compute: half of the cores that it sees.
 */
function fitThreadedLoader(): Plugin {
  return {
    name: 'fit-threaded-loader',
    transform(code, id) {
      if (!id.includes('tfjs-backend-wasm-threaded-simd.js')) return null;
      return code
        .replace('if(typeof _scriptDir !== "undefined" && _scriptDir){scriptDirectory=_scriptDir}', '')
        .replaceAll('||_scriptDir', '')
        .replace('pthreadPoolSize=8', 'pthreadPoolSize=Math.max(1,Math.min(8,navigator.hardwareConcurrency>>1))');
    },
  };
}

export default defineConfig({
  plugins: [react(), fitThreadedLoader(), simdKernels(), contentSecurityPolicyMeta()],
  // What a kept run says of the code that trained it.
  define: {
    'import.meta.env.VITE_LAB_VERSION': JSON.stringify(version),
    'import.meta.env.VITE_TFJS_VERSION': JSON.stringify(dependencies['@tensorflow/tfjs-core']),
  },
  worker: {
    format: 'es',
    plugins: () => [fitThreadedLoader(), simdKernels()],
    rolldownOptions: { checks: { bundlerTimings: false } },
  },
  server: { headers: isolationHeaders },
  preview: { headers: securityHeaders },
  build: {
    target: 'es2023',
    chunkSizeWarningLimit: 800, // kB before compression; the page's chunk is React and Recharts
    rolldownOptions: {
      input: { lab: 'index.html', headless: 'src/headless/page.html' },
      checks: { bundlerTimings: false },
    },
  },
  test: {
    // Threaded WASM warns that it computes on the page's main thread, as the GPU tests do and the lab does not.
    onConsoleLog: (log) => !log.startsWith('Blocking on the main thread'),
    projects: [
      {
        extends: true,
        test: {
          name: 'node',
          // A busy machine is no failure; nothing here is timed.
          testTimeout: 30_000,
          environment: 'node',
          // No file leaves anything behind for the next, and to start a process for each takes twice as long as all tests.
          isolate: false,
          restoreMocks: true,
          unstubGlobals: true,
          include: ['src/**/*.test.{ts,tsx}'],
          exclude: ['src/**/*.gpu.test.ts'],
          server: { deps: { inline: [/@tensorflow/] } },
        },
      },
      {
        extends: true,
        test: {
          name: 'gpu',
          include: ['src/**/*.gpu.test.ts'],
          testTimeout: 120_000,
          // The first engine of a run waits for the SIMD kernels to be compiled.
          hookTimeout: 120_000,
          fileParallelism: false,
          browser: {
            enabled: true,
            headless: true,
            screenshotFailures: false,
            provider: playwright({
              launchOptions: { ...(executablePath && { executablePath }), args: softwareWebgpuFlags },
            }),
            instances: [{ browser: 'chromium' }],
          },
        },
      },
    ],
  },
});
