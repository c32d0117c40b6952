/**
 * @file The lines of a list. One that is longer than any name is not a line: the file is of another kind, or hostile.
 */
const longestLine = 1000;

/** @throws Error that names the file and the line */
export function linesOf(file: string, text: string): string[] {
  const lines = text.split(/\r\n|\r|\n/);
  const at = lines.findIndex(({ length }) => length > longestLine);
  if (at < 0) return lines;
  throw new Error(`${file}: line ${at + 1} has ${lines[at].length} characters; expected at most ${longestLine}`);
}
