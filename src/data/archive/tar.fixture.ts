/** @file Writes the tars of the tests: plain ustar, with any field open to damage. */

export interface TarMember {
  path: string;
  body?: string | Uint8Array;
  /** '0' a file (the default), '2' a symbolic link, 'x' a pax header, 'L' a GNU long name. */
  type?: string;
  prefix?: string;
  /** What the header claims, if not the length of the body. */
  size?: number;
}

/** @returns one tar with its end mark */
export function writeTar(members: readonly TarMember[]): Uint8Array<ArrayBuffer> {
  const parts = members.flatMap(({ path, body = '', type = '0', prefix = '', size }) => {
    const bytes = typeof body === 'string' ? new TextEncoder().encode(body) : body;
    const header = new Uint8Array(512);
    const write = (text: string, at: number) => header.set(new TextEncoder().encode(text), at);
    write(path, 0);
    write(`${(size ?? bytes.length).toString(8).padStart(11, '0')}\0`, 124);
    write(' '.repeat(8), 148);
    write(`${type}`, 156);
    write('ustar\u000000', 257);
    write(prefix, 345);
    const sum = header.reduce((total, byte) => total + byte, 0);
    write(`${sum.toString(8).padStart(6, '0')}\0 `, 148);
    return [header, bytes, new Uint8Array((512 - (bytes.length % 512)) % 512)];
  });
  return concatenate([...parts, new Uint8Array(1024)]);
}

/** One pax record; its length counts itself. */
export function paxRecord(key: string, value: string): string {
  const rest = ` ${key}=${value}\n`;
  const bytes = new TextEncoder().encode(rest).length;
  let length = bytes + String(bytes).length;
  if (String(length).length > String(bytes).length) length++;
  return `${length}${rest}`;
}

function concatenate(parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
