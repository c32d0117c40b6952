/**
 * @file Where a Chrome or Chromium is on this machine, and the flags to start it with.
 */
import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import { chromium } from 'playwright';

const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'chrome'];
const places = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
  'C:\\Program Files (x86)\\Google\\Chrome\\Application\\chrome.exe',
];

/** No background traffic and no slowing down of a page that nobody looks at. WebGPU stays as the system has it. */
export const plainFlags = [
  '--no-sandbox',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--no-first-run',
  '--disable-quic',
  '--disable-background-timer-throttling',
  '--disable-backgrounding-occluded-windows',
  '--disable-renderer-backgrounding',
];

/** WebGPU in software (SwiftShader) on every machine, so that tests compute the same everywhere. */
export const softwareWebgpuFlags = [...plainFlags, '--enable-unsafe-webgpu', '--use-webgpu-adapter=swiftshader'];

/** WebGPU on the machine's GPU; Chromium falls back to software, and says so in the adapter, where there is none. */
export const fastestWebgpuFlags = [
  ...plainFlags,
  '--enable-unsafe-webgpu',
  '--ignore-gpu-blocklist',
  ...(process.platform === 'linux' ? ['--enable-features=Vulkan', '--use-angle=vulkan'] : []),
];

/** The path of a Chrome or Chromium, or null: CHROME_PATH, then an installed one, then Playwright's own download. */
export function findChromium(): string | null {
  const inPath = (process.env.PATH ?? '').split(delimiter).flatMap((folder) => names.map((name) => join(folder, name)));
  const candidates = [process.env.CHROME_PATH ?? '', ...inPath, ...places, chromium.executablePath()];
  return candidates.filter((path) => path !== '').find(isExecutable) ?? null;
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
