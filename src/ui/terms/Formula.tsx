/** @file A line of mathematics, typeset by the browser (MathML). */
import { createElement, type ReactNode } from 'react';
import styles from './Formula.module.css';
import { type FormulaNode, parseFormula } from './formula';

/** @param props.children text for {@link parseFormula}, such as `\frac{39}{13} = 3` */
export function Formula({ children }: { children: string }) {
  return (
    <div className={styles.line}>
      {createElement('math', { displaystyle: 'true' }, typeset(parseFormula(children)))}
    </div>
  );
}

const elements = { name: 'mi', number: 'mn', operator: 'mo', text: 'mtext' } as const;

function typeset(node: FormulaNode): ReactNode {
  switch (node.kind) {
    case 'row':
      return createElement('mrow', null, ...node.children.map(typeset));
    case 'space':
      return createElement('mspace', { width: '0.25em' });
    case 'fraction':
      return createElement('mfrac', null, typeset(node.above), typeset(node.below));
    case 'root':
      return createElement('msqrt', null, typeset(node.of));
    case 'scripts':
      return scripts(node);
    default:
      return createElement(elements[node.kind], null, node.text);
  }
}

/** Those of a sum or a maximum stand below and above it. */
function scripts({ base, below, above }: Extract<FormulaNode, { kind: 'scripts' }>): ReactNode {
  const limits = 'text' in base && ['\u2211', 'max', 'min', 'argmax'].includes(base.text);
  const [low, high] = limits ? ['munder', 'mover'] : ['msub', 'msup'];
  const both = limits ? 'munderover' : 'msubsup';
  const name = below === null ? high : above === null ? low : both;
  return createElement(name, null, ...[base, below, above].filter((part) => part !== null).map(typeset));
}
