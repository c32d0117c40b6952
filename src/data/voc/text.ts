/**
 * @file The text of a file in whatever encoding it was saved: UTF-8, UTF-16 with its mark (as PowerShell writes lists),
 * the one that an XML names in its first line, and Latin-1 where the bytes are not that.
 */
/** @throws Error if an encoding is named that this browser does not know */
export function textOf(bytes: Uint8Array<ArrayBuffer>): string {
  const encoding = encodingOf(bytes);
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes);
  } catch (cause) {
    if (cause instanceof RangeError) throw new Error(`its encoding is "${encoding}"; expected UTF-8`, { cause });
    return new TextDecoder('windows-1252').decode(bytes);
  }
}

function encodingOf(bytes: Uint8Array): string {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le';
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return 'utf-16be';
  const head = String.fromCharCode(...bytes.subarray(0, 200));
  const named = /^<\?xml[^>]*?\sencoding\s*=\s*["']([\w.:-]+)["']/.exec(head)?.[1].toLowerCase() ?? 'utf-8';
  // It was read as bytes, so it is not in UTF-16, whatever it says.
  return named.startsWith('utf-16') ? 'utf-8' : named;
}
