import react from '@vitejs/plugin-react';
import type { Plugin } from 'vite';
import { playwright } from '@vitest/browser-playwright';
import { defineConfig } from 'vitest/config';
import { findChromium, webgpuFlags } from './src/headless/chromium.ts';

/** Cross-origin isolation: threaded WASM needs SharedArrayBuffer. The production server sends the same two headers. */
const isolation = {
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Embedder-Policy': 'require-corp',
};

/**
 * The threaded WASM loader of tfjs passes its own source text to its worker blob; a minifier renames `_scriptDir`
 * inside the function but not in that text, and every thread dies with a ReferenceError. The lab sets its paths itself.
 */
function dropScriptDir(): Plugin {
  return {
    name: 'drop-script-dir',
    transform(code, id) {
      if (!id.includes('tfjs-backend-wasm-threaded-simd.js')) return null;
      return code
        .replace('if(typeof _scriptDir !== "undefined" && _scriptDir){scriptDirectory=_scriptDir}', '')
        .replaceAll('||_scriptDir', '');
    },
  };
}

export default defineConfig({
  plugins: [react(), dropScriptDir()],
  worker: { format: 'es', plugins: () => [dropScriptDir()] },
  server: { headers: isolation },
  preview: { headers: isolation },
  build: {
    target: 'es2023',
    rolldownOptions: { input: { lab: 'index.html', headless: 'src/headless/page.html' } },
  },
  test: {
    projects: [
      {
        extends: true,
        test: {
          name: 'node',
          environment: 'node',
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
          fileParallelism: false,
          browser: {
            enabled: true,
            headless: true,
            screenshotFailures: false,
            provider: playwright({
              launchOptions: { executablePath: findChromium() ?? undefined, args: webgpuFlags },
            }),
            instances: [{ browser: 'chromium' }],
          },
        },
      },
    ],
  },
});
