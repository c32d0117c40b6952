/**
 * @file End-to-end tests: the production build, served by `npm start`'s own server, in a real Chromium.
 *
 * Two files at a time: a page that loads leaves a core idle. What watches the page's own speed runs alone, after them.
 * WebGPU is in software, the same on every machine. `LAB_TRACE=1 npm test` leaves a trace of each test that fails.
 */
import { defineConfig } from '@playwright/test';
import { findChromium, softwareWebgpuFlags } from '../src/headless/chromium';

const executablePath = findChromium();
const alone = 'responsive.spec.ts';
/** Nothing in them depends on time: in `npm test` they run one by one beside the GPU tests. */
const slow = ['smoke-training.spec.ts', 'axe.spec.ts', 'headless.spec.ts', 'lost-gpu.spec.ts', 'bad-inputs.spec.ts'];
/** Minutes and half a gigabyte of disk; see src/headless/check.ts. */
const large = 'big-voc.spec.ts';

export default defineConfig({
  outputDir: '../.cache/e2e',
  workers: 2,
  projects: [
    { name: 'slow', testMatch: slow, workers: 1 },
    { name: 'together', testIgnore: [alone, ...slow, large] },
    ...(process.env.LAB_LARGE ? [{ name: 'large', testMatch: large }] : []),
    { name: 'alone', testMatch: alone, workers: 1, dependencies: ['together'] },
  ],
  timeout: 120_000,
  expect: { timeout: 20_000 },
  forbidOnly: Boolean(process.env.CI),
  reporter: 'list',
  use: {
    // Named by the group in webServer.wait, once the server has said where it is.
    baseURL: process.env.LAB_ADDRESS,
    viewport: { width: 1440, height: 900 },
    launchOptions: { ...(executablePath && { executablePath }), args: softwareWebgpuFlags },
    // To record every page costs as much as the pages themselves.
    trace: process.env.LAB_TRACE ? 'retain-on-failure' : 'off',
    screenshot: 'only-on-failure',
  },
  webServer: {
    command: 'node src/headless/run.mjs start --no-open --port 0',
    cwd: '..',
    wait: { stdout: /is at (?<lab_address>\S+)/ },
    timeout: 180_000,
    gracefulShutdown: { signal: 'SIGTERM', timeout: 2000 },
  },
});
