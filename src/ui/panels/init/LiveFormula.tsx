/** @file The law of the scheme in the form: for one parameter with its arithmetic, for several the span of their deviations. */
import type { ParameterInfo } from '../../../worker';
import { plural } from '../../format';
import { figure, formulaOf, weightLaw } from './formula';
import styles from './LiveFormula.module.css';

export function LiveFormula({ scheme, shown }: { scheme: string; shown: readonly ParameterInfo[] }) {
  const first = shown[0];
  if (first === undefined) return null;
  const { law, parameter, std } = formulaOf(scheme, first.shape);
  const deviations = shown.flatMap((info) => weightLaw(scheme, info)?.std ?? []);
  const [low, high] = [Math.min(...deviations), Math.max(...deviations)];
  return (
    <div className={styles.formula} data-testid="live-formula">
      <p className={styles.law}>{law}</p>
      {parameter !== null && <p>{parameter}</p>}
      {std !== null && <p>{std}</p>}
      <p className={styles.note}>
        {scheme.startsWith('prior-bias') ? (
          'It sets biases of the class predictors; the filters keep their values.'
        ) : (
          <>
            {law.startsWith('Every') ? 'In' : 'For'} {first.name}
            {shown.length > 1 && `, one of ${plural(shown.length, 'parameter')}`}.
            {high > low && ` Std from ${figure(low)} to ${figure(high)} by their shapes.`}
          </>
        )}
      </p>
    </div>
  );
}
