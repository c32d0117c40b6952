/** @file Beside the verdict: what the arms differ in, what they share, and how the sentence is to be read. */
import { encodeLink, presets } from '../../../../experiments';
import { count, plural } from '../../../format';
import { lookOf } from '../look';
import { RunKey } from '../RunKey';
import { WhatDiffers } from '../side/WhatDiffers';
import { useExperiment } from './experiment';
import styles from './PlanOfExperiment.module.css';

export function PlanOfExperiment() {
  const experiment = useExperiment();
  return (
    <div className={styles.parts}>
      {experiment !== null && <Plan plan={experiment.plan} />}
      <section>
        <h3>How to read it</h3>
        <p>
          The mean of the differences has an uncertainty of its own. In 95 of 100 such experiments the interval holds
          the true mean difference; where it leaves 0 out, one arm is better.
        </p>
        <p>
          It is computed twice: by Student’s t, which takes the differences for normal, and by resampling them, which
          does not. Where the two disagree, add seeds before you believe either.
        </p>
        <p>“Cannot tell” is an answer too. The number of seeds beside it assumes that the mean and spread stay.</p>
      </section>
    </div>
  );
}

function Plan({ plan: { arms, seeds, tune } }: { plan: NonNullable<ReturnType<typeof useExperiment>>['plan'] }) {
  const items = arms.map(({ config }, i) => ({ letter: lookOf(i).letter, config: { ...config, seed: seeds[0] } }));
  const [{ config }] = items;
  return (
    <>
      <section>
        <h3>Arms</h3>
        <RunKey runs={arms.map(({ name }, i) => ({ look: lookOf(i), name }))} />
      </section>
      <WhatDiffers items={items} />
      <section>
        <h3>All arms</h3>
        <p>
          {presets[config.model].label}, {plural(config.steps, 'step')} of {plural(config.batch, 'image')}, seeds{' '}
          {seeds.map(count).join(', ')}.
        </p>
        {tune && (
          <p>
            The learning rate of each arm was chosen from {tune.learningRates.map((rate) => `× ${rate}`).join(', ')}{' '}
            under {tune.seeds.length === 1 ? 'seed' : 'seeds'} {tune.seeds.join(', ')}.
          </p>
        )}
        <p className={styles.link}>{encodeLink({ ...config, seed: seeds[0] }) || 'All as the preset has it.'}</p>
      </section>
    </>
  );
}
