/** @file Beside the comparison: what differs and the numbers of A and B; else what the comparison is about. */
import { useLab } from '../../use-lab';
import styles from './CompareInspector.module.css';
import { Stats } from './side/Stats';
import { WhatDiffers } from './side/WhatDiffers';
import { useSides } from './sides';
import { PlanOfExperiment } from './verdict/PlanOfExperiment';

export function CompareInspector() {
  const view = useLab(({ comparison }) => comparison.view);
  if (view === 'verdict') return <PlanOfExperiment />;
  return view === 'setup' ? <Fairness /> : <Selected />;
}

function Selected() {
  const sides = useSides();
  if (sides.length < 2) {
    return (
      <p className={styles.note}>With two runs selected, what differs between them stands here, with their numbers.</p>
    );
  }
  return (
    <div className={styles.parts}>
      <WhatDiffers items={sides.map(({ look, record }) => ({ letter: look.letter, config: record.config }))} />
      <Stats pair={sides.slice(0, 2)} />
      {sides.length > 2 && (
        <p className={styles.note}>The numbers are those of the first two of {sides.length} runs.</p>
      )}
    </div>
  );
}

/** What makes a comparison worth its time. */
function Fairness() {
  return (
    <div className={styles.parts}>
      <p>
        <b>Twins.</b> Runs of one seed see the same batches with the same augmentation, and begin with the same weights
        but for what is compared. Their difference is that of the trick, and not of luck with the data.
      </p>
      <p>
        <b>Seeds.</b> One pair of runs decides nothing: with another seed the sign may turn. The interval of the mean
        difference over several seeds says how sure one can be, and the verdict says so when it is not enough.
      </p>
      <p>
        <b>Fairness.</b> A trick that changes the size of gradients changes the best learning rate too. Match the scale,
        or tune the rate of each arm, before you call a winner.
      </p>
    </div>
  );
}
