import { renderToStaticMarkup } from 'react-dom/server';
import { describe, expect, test } from 'vitest';
import {
  defaultRunConfig,
  defaultView,
  type Experiment,
  experimentRuns,
  newRecord,
  noSummary,
  type RunRecord,
} from '../../../../experiments';
import type { LabApi } from '../../../../worker';
import { type Comparison, noComparison } from '../../../store/comparison';
import { createLab } from '../../../store/lab';
import { LabContext } from '../../../use-lab';
import { type Draft, newDraft, planOf } from './draft';
import { Fairness } from './Fairness';
import { TextField } from './Field';
import { PlanSummary } from './PlanSummary';
import { SetUp } from './SetUp';

const silent = new Proxy({} as LabApi, { get: () => () => new Promise(() => {}) });
const config = defaultRunConfig();

function painted(comparison: Partial<Comparison> = {}): string {
  const lab = createLab(silent, { config, problems: [], panel: 'compare', view: defaultView });
  lab.store.setState({ comparison: { ...noComparison, storage: 'ready', ...comparison } });
  // What is rendered to a text takes the state that a store began with.
  lab.store.getInitialState = lab.store.getState;
  return renderToStaticMarkup(
    <LabContext value={lab}>
      <SetUp />
    </LabContext>,
  );
}

describe('the form', () => {
  test('opens with a plan that can be queued, and says that its time is unknown', () => {
    const html = painted();
    expect(html).toContain('Queue 10 runs');
    expect(html).toContain('What differs: normalization.');
    expect(html).toContain('unknown');
    expect(html).not.toMatch(/<button[^>]*disabled=""[^>]*data-testid="compare-queue"/);
  });

  test('queues nothing while a field is refused', () => {
    const measured = { run: null, records: [], backend: null };
    const html = renderToStaticMarkup(<PlanSummary plan={null} measured={measured} onQueue={() => {}} />);
    expect(html).toMatch(/<button[^>]*disabled=""[^>]*data-testid="compare-queue"/);
  });

  test('says the reason beside the field that is refused', () => {
    const html = renderToStaticMarkup(
      <TextField label="Seeds" value="five" problem="Got five." testId="seeds" onChange={() => {}} />,
    );
    expect(html).toMatch(/aria-invalid="true" aria-describedby="(.*?)".*id="\1".*role="alert".*Got five\./);
  });

  test('says what the scale of sample-wise means for the size of the gradient', () => {
    const fairness = (sampleScale: Draft['sampleScale']) => {
      const draft = { ...newDraft, sampleScale };
      return renderToStaticMarkup(<Fairness draft={draft} batch={16} learningRate={0.006} onChange={() => {}} />);
    };
    expect(fairness('sum')).toContain('the gradient is about 16 times that of batch-wise');
    expect(fairness('mean')).not.toContain('16 times');
  });
});

describe('the queue', () => {
  const plan = planOf({ ...newDraft, seeds: '2', steps: '100' }, config).plan!;
  let id = 0;
  const runs = experimentRuns(plan, () => String(++id));
  const experiment: Experiment = { id: 'e', name: 'Mine', created: '', plan, status: 'queued', runs };
  const records = runs.map(({ run, arm }, i): RunRecord => {
    const status = i < 2 ? 'finished' : 'running';
    const of = { id: run, name: run, created: '', experiment: { id: 'e', arm } };
    return { ...newRecord({ ...plan.arms[0].config, seed: 2 }, of), status, summary: { ...noSummary, step: 40 } };
  });

  test('shows what is done and what is trained now', () => {
    const html = painted({ experiments: [experiment], records });
    expect(html).toContain('data-done="2" data-total="4"');
    expect(html).toContain('Now seed 2, 2 runs in lock-step at step 40 of 100');
    expect(html).toMatch(/Pause<\/button>.*Cancel<\/button>.*Verdict<\/button>.*Side by side<\/button>/);
  });

  test('offers to resume what is paused, and nothing of the kind for what is finished', () => {
    expect(painted({ experiments: [{ ...experiment, status: 'paused' }], records })).toContain('Resume</button>');
    const finished = painted({ experiments: [{ ...experiment, status: 'finished' }], records: [] });
    expect(finished).not.toMatch(/Pause<|Resume<|Cancel</);
  });

  test('goes on after a reload, unless storage is refused', () => {
    expect(painted()).toContain('Goes on after a reload');
    expect(painted({ storage: 'unavailable' })).toContain('last as long as this page is open');
  });
});
