/**
 * @file One file from the network: from the first address that has it, in as many pieces as it takes, and checked.
 */
import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream, existsSync, renameSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { Readable, Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { CommandError } from './command-error';

export interface Download {
  name: string;
  /** In hexadecimal. */
  md5: string;
  /** Tried in their order. */
  addresses: readonly string[];
}

/** Tries of one address that bring nothing more; a try that brings something is not counted. */
const tries = 3;

/**
 * Downloads a file unless it is there; its bytes gather in `<name>.part` beside it.
 *
 * @returns the path of the file
 * @throws CommandError that says of each address why it gave nothing
 */
export async function download({ name, md5, addresses }: Download, folder: string): Promise<string> {
  const path = join(folder, name);
  if (existsSync(path)) {
    const found = await md5Of(path);
    if (found === md5) return path;
    throw new CommandError(`${path} has MD5 ${found}; expected ${md5}. Move it away, and run this again.`, 1);
  }
  const part = `${path}.part`;
  const failures: string[] = [];
  for (const address of addresses) {
    for (let left = tries; left > 0; ) {
      const before = sizeOf(part);
      try {
        await fetchRest(address, part);
        const found = await md5Of(part);
        if (found === md5) {
          renameSync(part, path);
          return path;
        }
        // Nothing tells which of its bytes are wrong.
        rmSync(part);
        throw new Error(`its MD5 is ${found}; expected ${md5}`);
      } catch (error) {
        failures.push(`${address}: ${reasonOf(error)}`);
        console.error(failures.at(-1));
        if (sizeOf(part) <= before) left--;
      }
    }
  }
  throw new CommandError(`${name} could not be downloaded:\n${[...new Set(failures)].join('\n')}`, 1);
}

function sizeOf(path: string): number {
  return statSync(path, { throwIfNoEntry: false })?.size ?? 0;
}

/** Appends to the part what is missing of it, or begins anew where the server gives whole files only. */
async function fetchRest(address: string, part: string): Promise<void> {
  const have = sizeOf(part);
  const response = await fetch(address, have === 0 ? {} : { headers: { Range: `bytes=${have}-` } });
  // The part is as long as the file, or longer; its checksum tells.
  if (response.status === 416) return;
  const goesOn = response.status === 206;
  if (!response.ok || response.body === null) throw new Error(`answered ${response.status} ${response.statusText}`);
  const from = goesOn ? have : 0;
  if (goesOn && !response.headers.get('content-range')?.startsWith(`bytes ${have}-`)) {
    throw new Error(`answered with ${response.headers.get('content-range')}; expected bytes from ${have}`);
  }
  const rest = Number(response.headers.get('content-length'));
  const body = Readable.fromWeb(response.body as Parameters<typeof Readable.fromWeb>[0]);
  const sink = createWriteStream(part, { flags: goesOn ? 'a' : 'w' });
  await pipeline(body, progress(address, from, rest > 0 ? from + rest : null), sink);
}

/** Passes bytes on and prints how far they are: a line for every twentieth of the file. */
function progress(address: string, from: number, total: number | null): Transform {
  const name = address.slice(address.lastIndexOf('/') + 1);
  const megabytes = (bytes: number) => (bytes / 1e6).toFixed(1);
  let done = from;
  let said = total === null ? 0 : Math.floor((from / total) * 20);
  return new Transform({
    transform(chunk: Uint8Array, _, next) {
      done += chunk.length;
      const reached = total === null ? Math.floor(done / 2e7) : Math.floor((done / total) * 20);
      if (reached > said) {
        said = reached;
        const of = total === null ? '' : ` of ${megabytes(total)}`;
        console.error(`${name}: ${megabytes(done)}${of} MB`);
      }
      next(null, chunk);
    },
  });
}

async function md5Of(path: string): Promise<string> {
  const hash = createHash('md5');
  await pipeline(createReadStream(path), hash);
  return hash.digest('hex');
}

/** `fetch` says only "fetch failed", and why in its cause. */
function reasonOf(error: unknown): string {
  const { message, cause } = error as Error;
  return cause instanceof Error ? `${message}: ${cause.message}` : message;
}
