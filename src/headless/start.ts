/**
 * @file `npm start`: builds when needed, serves the lab and opens it.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readArguments } from './arguments';
import { distFolder, ensureBuilt } from './build';
import { CommandError } from './command-error';
import { serveFolder } from './server';

const usage = 'npm start -- [--port N] [--no-open]';
const defaultPort = 4173;

export async function run(args: string[]): Promise<number> {
  const options = readArguments(usage, args, { port: { type: 'string' }, 'no-open': { type: 'boolean' } });
  const port = options.port === undefined ? defaultPort : Number(options.port);
  if (!Number.isInteger(port) || port < 0 || port > 65485) {
    throw new CommandError(`--port is "${options.port}"; expected a whole number from 0 to 65485\nUsage: ${usage}`);
  }
  await ensureBuilt();
  const server = await serveFolder(distFolder, port);
  console.log(`SSD Lab is at ${server.address} (Ctrl-C ends it)`);
  if (!options['no-open']) openInBrowser(server.address);
  await Promise.race([once(process, 'SIGINT'), once(process, 'SIGTERM')]);
  server.close();
  return 0;
}

/** Opens the address where there is a display; elsewhere the printed line must do. */
function openInBrowser(address: string): void {
  const opener = findOpener();
  if (opener === null) return;
  const [program, ...args] = opener;
  spawn(program, [...args, address], { detached: true, stdio: 'ignore' })
    .on('error', () => {
      // No opener is installed; the address is printed.
    })
    .unref();
}

function findOpener(): [string, ...string[]] | null {
  if (process.platform === 'darwin') return ['open'];
  if (process.platform === 'win32') return ['cmd', '/c', 'start', ''];
  return process.env.DISPLAY || process.env.WAYLAND_DISPLAY ? ['xdg-open'] : null;
}
