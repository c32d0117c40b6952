/** @file Formulas as short text, in a small part of LaTeX, and the tree that is typeset from it. */

export type FormulaNode =
  | { kind: 'row'; children: FormulaNode[] }
  | { kind: 'name' | 'number' | 'operator' | 'text' | 'space'; text: string }
  | { kind: 'fraction'; above: FormulaNode; below: FormulaNode }
  | { kind: 'root'; of: FormulaNode }
  | { kind: 'scripts'; base: FormulaNode; below: FormulaNode | null; above: FormulaNode | null };

const tokens = /\\[a-z]+|[{}_^~]|\p{L}+|\d[\d,]*(?:\.\d+)?|\s+|./gu;

/**
 * Reads names, numbers and operators as they stand, and
 * `\frac{a}{b}`, `\sqrt{a}`, `\text{in words}`, `a_{b}`, `a^{b}`, `{a}` for a group and `~` for a space.
 *
 * @throws SyntaxError that says where the text cannot be read
 */
export function parseFormula(source: string): FormulaNode {
  const found = [...source.matchAll(tokens)].map((match) => ({ text: match[0], at: match.index }));
  let next = 0;

  const peek = () => found[next]?.text;
  const refuse = (expected: string): never => {
    const place = found[next] === undefined ? 'its end' : `"${found[next].text}" at ${found[next].at}`;
    throw new SyntaxError(`formula "${source}": found ${place}; expected ${expected}`);
  };

  function row(end: '}' | undefined): FormulaNode {
    const children: FormulaNode[] = [];
    while (peek() !== end) {
      if (peek() === undefined || peek() === '}') return refuse(end ?? 'a formula without it');
      if (peek().trim() === '') next++;
      else children.push(scripted());
    }
    next++;
    return children.length === 1 ? children[0] : { kind: 'row', children };
  }

  function scripted(): FormulaNode {
    const base = atom();
    let [below, above]: (FormulaNode | null)[] = [null, null];
    while (peek() === '_' || peek() === '^') {
      if (found[next++].text === '_') below = atom();
      else above = atom();
    }
    return below === null && above === null ? base : { kind: 'scripts', base, below, above };
  }

  function group(): FormulaNode {
    if (peek() !== '{') return refuse('{');
    next++;
    return row('}');
  }

  function words(): FormulaNode {
    if (peek() !== '{') return refuse('{');
    const start = found[next].at + 1;
    while (peek() !== undefined && peek() !== '}') next++;
    if (peek() === undefined) return refuse('}');
    return { kind: 'text', text: source.slice(start, found[next++].at) };
  }

  function atom(): FormulaNode {
    const text = peek();
    if (text === undefined || text === '}' || text === '_' || text === '^')
      return refuse('a name, a number or a group');
    if (text === '{') return group();
    next++;
    if (text === '\\frac') return { kind: 'fraction', above: group(), below: group() };
    if (text === '\\sqrt') return { kind: 'root', of: group() };
    if (text === '\\text') return words();
    if (text === '~') return { kind: 'space', text: '' };
    if (/^\d/.test(text)) return { kind: 'number', text };
    if (/^\p{L}/u.test(text)) return { kind: 'name', text };
    if (text.startsWith('\\')) {
      next--;
      return refuse('\\frac, \\sqrt or \\text');
    }
    return { kind: 'operator', text: text === '-' ? '\u2212' : text };
  }

  return row(undefined);
}
