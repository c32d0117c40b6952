/** @file Every parameter of the model; those that are selected are shown and re-initialised. On a phone each is a card. */
import { useState } from 'react';
import type { ParameterInfo } from '../../../worker';
import { Segmented } from '../../controls/Segmented';
import { count, dash } from '../../format';
import { useActions, useLab } from '../../use-lab';
import styles from './ParameterTable.module.css';
import { initializerName } from './scheme-form';
import { isGroup } from './targets';

type Listed = 'predictors' | 'new-layers' | 'all';

const lists: readonly { value: Listed; label: string; title?: string }[] = [
  { value: 'predictors', label: 'Predictors' },
  { value: 'new-layers', label: 'New layers', title: 'Predictors and the layers between them and the backbone' },
  { value: 'all', label: 'All' },
];

interface Props {
  parameters: readonly ParameterInfo[];
  shown: readonly ParameterInfo[];
}

export function ParameterTable({ parameters, shown }: Props) {
  const targets = useLab(({ view }) => view.targets);
  const [chosen, setChosen] = useState<Listed | null>(null);
  const listed = chosen ?? narrowest(shown);
  const rows = parameters.filter((parameter) => isListed(listed, parameter));
  const changed = useLab(({ config }) => config.reinitialize.length > 0);
  return (
    <section aria-label="Parameters">
      <header className={styles.head}>
        <h2>Parameters</h2>
        <Segmented<Listed>
          label="Listed parameters"
          value={listed}
          options={lists}
          onChange={setChosen}
          testId="init-listed"
        />
        <p className={styles.note} data-testid="parameter-count" data-value={rows.length}>
          {count(rows.length)} of {count(parameters.length)}, {count(rows.reduce((sum, row) => sum + row.count, 0))}{' '}
          values
        </p>
      </header>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard */}
      <section className={styles.scroll} tabIndex={0} aria-label="List of parameters">
        <table className={styles.table}>
          <thead>
            <tr>
              {['Parameter', 'Layer', 'Shape', 'Fan-in', 'Fan-out', 'Initializer', 'Count'].map((name) => (
                <th key={name} scope="col">
                  {name}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map((parameter) => (
              <Row
                key={parameter.name}
                parameter={parameter}
                selected={targets.includes(parameter.name)}
                shown={shown.some(({ name }) => name === parameter.name)}
              />
            ))}
          </tbody>
        </table>
      </section>
      {listed === 'new-layers' && !parameters.some(({ role }) => role === 'extra') && (
        <p className={styles.note}>This model has no extra layers: its new layers are its predictors.</p>
      )}
      {changed && <p className={styles.note}>Initializers are those after the re-initialisations.</p>}
    </section>
  );
}

/** The shortest list that has all that is shown. */
function narrowest(shown: readonly ParameterInfo[]): Listed {
  if (shown.every((parameter) => isListed('predictors', parameter))) return 'predictors';
  return shown.every((parameter) => isListed('new-layers', parameter)) ? 'new-layers' : 'all';
}

function isListed(listed: Listed, { role }: ParameterInfo): boolean {
  return listed === 'all' || role === 'predictor' || (listed === 'new-layers' && role === 'extra');
}

interface RowProps {
  parameter: ParameterInfo;
  selected: boolean;
  shown: boolean;
}

function Row({ parameter, selected, shown }: RowProps) {
  const { name, role, shape, fans, initializer, count: values, trainable } = parameter;
  const { targets } = useLab(({ view }) => ({ targets: view.targets }));
  const { look } = useActions();
  const toggle = () => {
    const others = targets.filter((target) => target !== name && !isGroup(target));
    const next = selected ? others : [...others, name];
    look({ targets: next.length === 0 ? ['predictors'] : next });
  };
  return (
    <tr data-testid="parameter-row" data-name={name} data-shown={shown}>
      <th scope="row">
        <label className={styles.name}>
          <input type="checkbox" checked={selected} onChange={toggle} data-testid={`parameter-${name}`} />
          {name}
        </label>
      </th>
      <td data-label="Layer">
        {role}
        {!trainable && ', not trained'}
      </td>
      <td data-label="Shape">{shape.join(' × ')}</td>
      <td data-label="Fan-in">{count(fans?.fanIn ?? null)}</td>
      <td data-label="Fan-out">{count(fans?.fanOut ?? null)}</td>
      <td data-label="Initializer">{initializerName(initializer)}</td>
      <td data-label="Count">{values === 0 ? dash : count(values)}</td>
    </tr>
  );
}
