/**
 * @file A static server for the production build, with the headers that threaded WASM needs.
 */
import { createReadStream, statSync } from 'node:fs';
import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join, resolve, sep } from 'node:path';
import { contentSecurityPolicy } from './content-security-policy.ts';

/** Cross-origin isolation, without which a page gets no SharedArrayBuffer. Any host of the lab must send both. */
export const isolationHeaders = {
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Embedder-Policy': 'require-corp',
};

/** What a host of the build should send with every file. */
export const securityHeaders = {
  ...isolationHeaders,
  'Content-Security-Policy': contentSecurityPolicy,
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'no-referrer',
};

const mimeTypes: Record<string, string> = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.ico': 'image/x-icon',
  '.jpg': 'image/jpeg',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.map': 'application/json; charset=utf-8',
  '.png': 'image/png',
  '.svg': 'image/svg+xml; charset=utf-8',
  '.txt': 'text/plain; charset=utf-8',
  '.wasm': 'application/wasm',
  '.webmanifest': 'application/manifest+json; charset=utf-8',
  '.webp': 'image/webp',
  '.woff2': 'font/woff2',
};

export interface RunningServer {
  /** Such as http://localhost:4173/ */
  address: string;
  close(): void;
}

/**
 * Serves a folder to this machine only.
 *
 * @param port the first port to try; a busy one is passed over for the next. 0 takes any
 * @throws Error if none of 50 ports is free
 */
export async function serveFolder(folder: string, port: number): Promise<RunningServer> {
  const root = resolve(folder);
  const server = createServer((request, response) => {
    if (request.method !== 'GET' && request.method !== 'HEAD') return refuse(response, 405);
    const file = findFile(root, request.url ?? '/');
    if (file === null) return refuse(response, 404);
    response.writeHead(200, {
      ...securityHeaders,
      'Content-Type': mimeTypes[extname(file.path)] ?? 'application/octet-stream',
      'Content-Length': file.size,
      'Cache-Control': isHashed(root, file.path) ? 'max-age=31536000, immutable' : 'no-cache',
    });
    if (request.method === 'HEAD') return response.end();
    createReadStream(file.path)
      .on('error', () => response.destroy())
      .pipe(response);
  });
  for (let candidate = port; candidate < port + 50; candidate++) {
    if (await listens(server, candidate)) {
      return {
        address: `http://localhost:${(server.address() as AddressInfo).port}/`,
        close() {
          server.close();
          server.closeAllConnections();
        },
      };
    }
  }
  throw new Error(`serveFolder: ports ${port} to ${port + 49} are all in use`);
}

function listens(server: Server, port: number): Promise<boolean> {
  return new Promise((answer, reject) => {
    const failed = (error: NodeJS.ErrnoException) => (error.code === 'EADDRINUSE' ? answer(false) : reject(error));
    server.once('error', failed);
    server.listen(port, 'localhost', () => {
      server.off('error', failed);
      answer(true);
    });
  });
}

function findFile(root: string, url: string): { path: string; size: number } | null {
  try {
    const pathname = url.replace(/[?#].*/, '');
    const path = join(root, decodeURIComponent(pathname));
    if (path !== root && !path.startsWith(root + sep)) return null;
    const status = statSync(path);
    if (status.isDirectory()) return findFile(root, `${pathname.replace(/\/$/, '')}/index.html`);
    return { path, size: status.size };
  } catch {
    return null;
  }
}

/** Vite puts a hash of the content into the name of all that lies in assets/. */
function isHashed(root: string, path: string): boolean {
  return path.startsWith(join(root, 'assets') + sep);
}

function refuse(response: ServerResponse, status: 404 | 405): void {
  response.writeHead(status, { ...securityHeaders, 'Content-Type': 'text/plain' });
  response.end(status === 404 ? 'Not found' : 'Only GET and HEAD are answered here');
}
