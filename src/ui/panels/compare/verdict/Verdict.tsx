/** @file The verdict of an experiment: its question, one plain sentence a comparison, and what the sentence rests on. */
import { useMemo } from 'react';
import { compareStatistics, type Experiment, gridEffects } from '../../../../experiments';
import { Caption, captionOf } from '../../../charts/caption';
import { Button } from '../../../controls/Button';
import { useActions, useLab } from '../../../use-lab';
import { Empty } from '../Empty';
import { lookOf } from '../look';
import { ArmCurvesChart } from './ArmCurvesChart';
import { ArmTable } from './ArmTable';
import { useExperiment } from './experiment';
import { findingsOf } from './findings';
import { GridCells } from './GridCells';
import { gridOf } from './grid-cells';
import { IntervalPlot } from './IntervalPlot';
import { questionOf, resultsOf } from './results';
import { Lost, Seeds, Standing } from './Standing';
import styles from './Verdict.module.css';

export function Verdict() {
  const experiment = useExperiment();
  const { showComparison } = useActions();
  if (experiment === null) {
    return (
      <Empty title="No comparison was queued yet" testId="verdict-empty">
        <p>
          Queue the seeds of two arms, and the verdict stands here as they come in: the mean difference with its 95%
          interval, or that one cannot tell yet, and about how many seeds it would take.
        </p>
        <Button data-testid="verdict-set-up" onClick={() => showComparison({ view: 'setup' })}>
          Set up a comparison
        </Button>
      </Empty>
    );
  }
  return <Judged key={experiment.id} experiment={experiment} />;
}

function Judged({ experiment }: { experiment: Experiment }) {
  const { records, experiments } = useLab(({ comparison }) => comparison);
  const { showComparison } = useActions();
  const { plan } = experiment;
  const results = useMemo(() => resultsOf(experiment, records), [experiment, records]);
  const key = JSON.stringify([...results.scores].map(([, bySeed]) => [...bySeed]));
  // biome-ignore lint/correctness/useExhaustiveDependencies: the key is the content of the scores, which are made anew with every step
  const { statistics, grid, effects } = useMemo(() => {
    const statistics = compareStatistics(
      plan.arms.map(({ name }) => name),
      results.scores,
    );
    const grid = gridOf(plan.arms, statistics);
    return { statistics, grid, effects: grid === null ? [] : gridEffects(plan.arms, results.scores) };
  }, [plan, key]);
  const findings = findingsOf(statistics, grid, effects);
  const arms = plan.arms.map(({ name }, i) => ({ name, look: lookOf(i) }));
  return (
    <Caption value={() => `${experiment.name}; ${captionOf({ ...plan.arms[0].config, seed: plan.seeds[0] })}`}>
      <div className={styles.verdict}>
        <div className={styles.head}>
          <h2>{questionOf(plan)}</h2>
          {experiments.length > 1 && (
            <select
              aria-label="Experiment"
              className={styles.choice}
              data-testid="verdict-experiment"
              value={experiment.id}
              onChange={({ target }) => showComparison({ experiment: target.value })}
            >
              {experiments.map(({ id, name, created }) => (
                <option key={id} value={id}>
                  {name}, {created.slice(0, 16).replace('T', ' ')}
                </option>
              ))}
            </select>
          )}
        </div>
        <ul className={styles.sentences}>
          {findings.map(({ name, comparison, sentence }) => (
            <li
              key={name}
              className={styles.sentence}
              data-testid="verdict-words"
              data-name={name}
              data-kind={comparison?.verdict.kind ?? 'none'}
              data-n={comparison?.n ?? 0}
              data-mean={comparison?.mean ?? ''}
            >
              {sentence}
            </li>
          ))}
        </ul>
        <Standing experiment={experiment} results={results} />
        <Lost results={results} />
        {grid !== null && (
          <>
            <IntervalPlot
              title="What factors add, alone and together"
              fileName="effects"
              testId="verdict-effects"
              rows={effects.map(({ factors, seeds, values, comparison }) => ({
                name: factors.join(' × '),
                look: null,
                values: seeds.map((seed, place) => ({ seed, value: values[place] })),
                comparison,
              }))}
            />
            <GridCells grid={grid} />
          </>
        )}
        <IntervalPlot
          title={`mAP above ${arms[0].look.letter}`}
          fileName="verdict"
          testId="verdict-plot"
          rows={statistics.comparisons.map(({ arm, seeds, differences, comparison }, i) => ({
            name: arm,
            look: arms[i + 1].look,
            values: seeds.map((seed, place) => ({ seed, value: differences[place] })),
            comparison,
          }))}
        />
        <ArmTable statistics={statistics} arms={arms} />
        <ArmCurvesChart experiment={experiment} arms={arms} />
        <Seeds experiment={experiment} />
      </div>
    </Caption>
  );
}
