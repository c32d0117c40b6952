/**
 * @file The template step of WGSL sources: constants baked in, repeated lines unrolled, branches chosen.
 *
 *     //#for r in ROWS        the lines up to the matching //#end once for r = 0 .. ROWS - 1, $r replaced by its value
 *     //#if NAME              the lines up to //#else or //#end if the constant is not 0 or false
 *
 * A line that begins with `enable` or `diagnostic` moves to the top, where WGSL wants it.
 *
 * Unrolling is done here because a driver may keep an array that is indexed by a loop counter in memory, and register
 * tiles are the whole point of the convolution kernels.
 */

/** Values by name: layer geometry, tile sizes and switches. */
export type Constants = Readonly<Record<string, number | boolean>>;

/**
 * Expands a template.
 *
 * @param name     of the shader, for errors
 * @param template WGSL with the directives above
 * @returns        WGSL with one `const` declaration a constant before its body
 * @throws SyntaxError if a directive is unknown or unclosed, or names no constant
 */
export function expandSource(name: string, template: string, constants: Constants): string {
  const lines = template.split('\n');
  let position = 0;

  function value(constant: string): number {
    const found = /^\d+$/.test(constant) ? Number(constant) : constants[constant];
    if (found === undefined) throw new SyntaxError(`${name}: the directive names "${constant}"; expected a constant`);
    return Number(found);
  }

  /** Consumes lines up to a closing directive, which it leaves to its caller. */
  function block(): string[] {
    const out: string[] = [];
    for (; position < lines.length; position++) {
      const directive = /^\s*\/\/#(\w+)\s*(.*?)\s*$/.exec(lines[position]);
      if (directive === null) out.push(lines[position]);
      else if (directive[1] === 'for') out.push(...loop(directive[2]));
      else if (directive[1] === 'if') out.push(...branch(directive[2]));
      else break;
    }
    return out;
  }

  function loop(header: string): string[] {
    const [, variable, bound] = /^(\w+) in (\w+)$/.exec(header) ?? fail(`//#for ${header}`);
    position++;
    const body = block();
    expectEnd();
    const token = new RegExp(`\\$${variable}(?![A-Za-z0-9])`, 'g');
    return Array.from({ length: value(bound) }, (_, i) => body.map((line) => line.replace(token, `${i}`))).flat();
  }

  function branch(constant: string): string[] {
    position++;
    const chosen = block();
    let other: string[] = [];
    if (/^\s*\/\/#else\s*$/.test(lines[position] ?? '')) {
      position++;
      other = block();
    }
    expectEnd();
    return value(constant) !== 0 ? chosen : other;
  }

  function expectEnd(): void {
    if (!/^\s*\/\/#end\s*$/.test(lines[position] ?? '')) fail(lines[position] ?? 'the end of the file');
  }

  function fail(found: string): never {
    throw new SyntaxError(`${name}: line ${position + 1} is "${found.trim()}"; expected a matching //#end`);
  }

  const body = block();
  if (position < lines.length) fail(lines[position]);
  const declarations = Object.entries(constants).map(([constant, v]) => `const ${constant} = ${v};`);
  const isDirective = (line: string) => /^(enable|diagnostic)\b/.test(line);
  return [...body.filter(isDirective), ...declarations, ...body.filter((line) => !isDirective(line))].join('\n');
}
