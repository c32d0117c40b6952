/** @file Beside the Init stage: one parameter with its formula, the arithmetic of its fans, its moments and first values. */
import type { ReactNode } from 'react';
import type { ParameterInfo } from '../../../worker';
import { count, dash } from '../../format';
import { useLab } from '../../use-lab';
import { isWithin } from './expectation';
import { FirstValues } from './FirstValues';
import { figure, formulaOf } from './formula';
import styles from './InitInspector.module.css';
import { ExpectedNumber, MeanNumber, StdNumber } from './MomentNumbers';
import { initializerName } from './scheme-form';
import { expected, type Side, useClasses, useComparison, useParameters, useStarts } from './starts';
import { shownParameters } from './targets';

export function InitInspector() {
  const starts = useStarts();
  const targets = useLab(({ view }) => view.targets);
  const all = useParameters(starts.after).value;
  const shown = shownParameters(targets, all ?? []);
  const parameter = shown[0] ?? shownParameters(['predictors'], all ?? [])[0] ?? null;
  const { sides } = useComparison(starts, parameter === null ? [] : [parameter.name]);
  if (parameter === null) return <p className={styles.note}>The parameters appear when the model is built.</p>;
  return (
    <div className={styles.inspector} data-testid="init-inspector" data-name={parameter.name}>
      <div>
        <h3 className={styles.name}>{parameter.name}</h3>
        <p className={styles.note}>
          {shown.length > 1 && `The first of ${count(shown.length)} shown. `}
          {parameter.role}, {count(parameter.count)} values
        </p>
      </div>
      <Facts parameter={parameter} />
      <Moments sides={sides} />
      <FirstValues sides={sides} shape={parameter.shape} />
    </div>
  );
}

function Facts({ parameter }: { parameter: ParameterInfo }) {
  const { shape, fans, initializer } = parameter;
  const formula = formulaLines(parameter, useClasses());
  const [height, width, inputs, outputs] = shape;
  const field = `${height} · ${width}`;
  return (
    <dl className={styles.facts}>
      <dt>Shape</dt>
      <dd>
        {shape.join(' × ')}
        {fans !== null && <small>height, width, input and output channels</small>}
      </dd>
      <dt>Fan-in</dt>
      <dd>{fans === null ? dash : `${count(inputs)} · ${field} = ${count(fans.fanIn)}`}</dd>
      <dt>Fan-out</dt>
      <dd>{fans === null ? dash : `${count(outputs)} · ${field} = ${count(fans.fanOut)}`}</dd>
      <dt>Initializer</dt>
      <dd>
        {initializerName(initializer)}
        {formula.map((line) => (
          <small key={line}>{line}</small>
        ))}
      </dd>
    </dl>
  );
}

/** What is no scheme of the form has no formula here. */
function formulaLines(parameter: ParameterInfo, classes: number): string[] {
  try {
    const { law, parameter: constant, std } = formulaOf(parameter.initializer, parameter, classes);
    return [law, constant, std].filter((line) => line !== null);
  } catch {
    return [];
  }
}

const moments: readonly { name: string; read(side: Side): ReactNode }[] = [
  { name: 'Mean', read: (side) => <MeanNumber side={side} /> },
  { name: 'Std', read: (side) => <StdNumber side={side} /> },
  { name: 'Expected std', read: (side) => <ExpectedNumber side={side} /> },
  { name: 'Within its band', read: verdict },
  { name: 'Smallest', read: ({ summary }) => (summary === null ? dash : figure(summary.min)) },
  { name: 'Largest', read: ({ summary }) => (summary === null ? dash : figure(summary.max)) },
];

function Moments({ sides }: { sides: readonly Side[] }) {
  return (
    <table className={styles.table} aria-label="Moments of this parameter">
      <thead>
        <tr>
          <td />
          {sides.map(({ side, name }) => (
            <th key={side} scope="col">
              {name}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {moments.map(({ name, read }) => (
          <tr key={name}>
            <th scope="row">{name}</th>
            {sides.map((side) => (
              <td key={side.side}>{read(side)}</td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function verdict(side: Side): string {
  const wanted = expected(side);
  if (wanted === null || side.summary === null) return dash;
  return isWithin(side.summary.std, wanted.stdBand) ? '✓ yes' : '✕ no';
}
