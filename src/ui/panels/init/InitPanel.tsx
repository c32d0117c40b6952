/** @file The Init stage: how the weights begin, what a re-initialisation makes of them, of the logits and of training. */
import { useState } from 'react';
import { count, plural } from '../../format';
import { ModelBar } from '../../inspection/ModelBar';
import { useLab } from '../../use-lab';
import { PanelHead } from '../PanelHead';
import { Applied } from './Applied';
import { Building } from './Building';
import styles from './InitPanel.module.css';
import { LogitEffects } from './LogitEffects';
import { ParameterTable } from './ParameterTable';
import { SchemeForm } from './SchemeForm';
import { newDraft } from './scheme-form';
import { useComparison, useParameters, useStarts } from './starts';
import { Trial } from './Trial';
import { WeightOverlay } from './WeightOverlay';

export function InitPanel() {
  const starts = useStarts();
  const parameters = useParameters(starts.after);
  const comparison = useComparison(starts);
  const [draft, setDraft] = useState(() => newDraft('uniform'));
  const changes = useLab(({ config }) => config.reinitialize.length);
  const all = parameters.value;
  return (
    <>
      <PanelHead title="Init" inspector="Parameter" subtitle={all && describe(all, changes)} />
      <ModelBar />
      {all === null ? (
        <>
          <Building starts={starts} problem={parameters.problem} />
          {parameters.problem !== null && changes > 0 && <Applied />}
        </>
      ) : (
        <div className={styles.panel}>
          <div className={styles.top}>
            <div className={styles.choose}>
              <SchemeForm draft={draft} onDraft={setDraft} parameters={all} />
              <Applied />
            </div>
            <WeightOverlay comparison={comparison} draft={draft} />
          </div>
          <ParameterTable parameters={all} shown={comparison.shown} />
          <LogitEffects starts={starts} />
          <Trial draft={draft} />
        </div>
      )}
    </>
  );
}

function describe(parameters: readonly { count: number }[], changes: number): string {
  const weights = parameters.reduce((sum, parameter) => sum + parameter.count, 0);
  const start = changes === 0 ? 'as the model has them' : `${plural(changes, 're-initialisation')} applied`;
  return `${plural(parameters.length, 'parameter')}, ${count(weights)} values; ${start}`;
}
