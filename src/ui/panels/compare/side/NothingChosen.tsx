/** @file Before two runs are chosen: what will be seen here, and the ways to come by it. */
import { Button } from '../../../controls/Button';
import { count, plural } from '../../../format';
import { useActions, useLab } from '../../../use-lab';
import { Empty } from '../Empty';
import { readyPairs } from './ready-pairs';

export function NothingChosen({ chosen }: { chosen: number }) {
  const { records, experiments, storage } = useLab(({ comparison }) => comparison);
  const { showComparison } = useActions();
  const kept = records.filter(({ deleted }) => deleted === null).length;
  const pairs = readyPairs(experiments, records);
  if (storage === 'opening') return <Empty title="Opening the kept runs." />;
  return (
    <Empty
      title={chosen === 0 ? 'Choose two runs or more' : 'One run is chosen; choose another to set beside it'}
      testId="side-empty"
    >
      <p>
        Their curves lie over each other, with the difference below, and the same val images stand side by side at any
        step of the training.{' '}
        {kept === 0
          ? 'No run is kept yet: train one, or queue a comparison.'
          : `${plural(kept, 'run')} ${kept === 1 ? 'is' : 'are'} kept.`}
      </p>
      {pairs.map(({ id, name, seed, runs }) => (
        <Button key={id} data-testid="side-ready" onClick={() => showComparison({ selected: runs })}>
          {name}, seed {count(seed)}: {plural(runs.length, 'run')}
        </Button>
      ))}
      {kept >= 2 && (
        <Button data-testid="side-choose" onClick={() => showComparison({ view: 'runs' })}>
          Choose runs
        </Button>
      )}
      <Button data-testid="side-set-up" onClick={() => showComparison({ view: 'setup' })}>
        Set up a comparison
      </Button>
    </Empty>
  );
}
