/** @file The four offsets that a positive anchor learns, each with its arithmetic. */
import { Explained } from '../../lesson/Explained';
import { offsetSteps, pixels, signed } from './arithmetic';
import type { Box } from './edit';
import styles from './LearnedOffsets.module.css';
import type { Matching } from './use-matching';

export function LearnedOffsets({ matching, anchor }: { matching: Matching; anchor: number }) {
  const { anchors, targets, subject } = matching;
  const { box } = subject.objects[targets.match[anchor]];
  const center = [...anchors.centers.subarray(anchor * 4, anchor * 4 + 4)] as unknown as Box;
  const learned = targets.boxTargets.subarray(anchor * 4, anchor * 4 + 4);
  return (
    <table className={styles.offsets} data-testid="anchor-offsets">
      <thead>
        <tr>
          <th scope="col" colSpan={3}>
            Offsets to box {targets.match[anchor] + 1}
          </th>
        </tr>
      </thead>
      <tbody>
        {offsetSteps(center, box).map(({ name, formula, numbers }, i) => (
          <tr key={name}>
            <th scope="row">
              t<sub>{name[1]}</sub>
            </th>
            <td className={styles.numbers}>{numbers}</td>
            <td>
              <Explained
                value={signed(learned[i])}
                label={`Offset ${name} of anchor ${anchor}`}
                testId={`offset-${name}`}
              >
                <p>{formula}</p>
                <p>
                  {numbers} = {signed(learned[i])}
                </p>
                <p>
                  Anchor a: centre {pixels(center[0])}, {pixels(center[1])}, size {pixels(center[2])} ×{' '}
                  {pixels(center[3])}. Box g: centre {pixels((box[0] + box[2]) / 2)}, {pixels((box[1] + box[3]) / 2)},
                  size {pixels(box[2] - box[0])} × {pixels(box[3] - box[1])}. 0.1 and 0.2 scale the offsets to about the
                  same spread.
                </p>
              </Explained>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
