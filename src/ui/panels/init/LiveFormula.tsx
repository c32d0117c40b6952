/** @file The law of the scheme in the form: for one parameter with its arithmetic, for several the span of their deviations. */
import type { ParameterInfo } from '../../../worker';
import { plural } from '../../format';
import { figure, formulaOf, weightLaws } from './formula';
import styles from './LiveFormula.module.css';
import { useClasses } from './starts';

/** @param props.reached what the scheme would set; it fits all of them */
export function LiveFormula({ scheme, reached }: { scheme: string; reached: readonly ParameterInfo[] }) {
  const classes = useClasses();
  const first = reached[0];
  if (first === undefined) return null;
  const { law, parameter, std } = formulaOf(scheme, first, classes);
  const deviations = reached.flatMap((info) => weightLaws(scheme, info, classes).map((own) => own.std));
  const [low, high] = [Math.min(...deviations), Math.max(...deviations)];
  return (
    <div className={styles.formula} data-testid="live-formula">
      <p className={styles.law}>{law}</p>
      {parameter !== null && <p>{parameter}</p>}
      {std !== null && <p data-answer>{std}</p>}
      <p className={styles.note}>
        For {first.name}
        {reached.length > 1 && `, one of ${plural(reached.length, 'parameter')}`}.
        {high > low && ` Std from ${figure(low)} to ${figure(high)} by their shapes.`}
      </p>
    </div>
  );
}
