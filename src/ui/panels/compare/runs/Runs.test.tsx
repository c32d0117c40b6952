import { renderToStaticMarkup } from 'react-dom/server';
import { describe, expect, test } from 'vitest';
import { defaultRunConfig, defaultView, newRecord, noSummary, type RunRecord } from '../../../../experiments';
import type { LabApi } from '../../../../worker';
import { type Comparison, noComparison } from '../../../store/comparison';
import { createLab } from '../../../store/lab';
import { LabContext } from '../../../use-lab';
import { Runs } from './Runs';

const silent = new Proxy({} as LabApi, { get: () => () => new Promise(() => {}) });
const config = defaultRunConfig();
const record = (i: number, change: Partial<RunRecord> = {}): RunRecord => ({
  ...newRecord(config, { id: `r${i}`, name: `Run ${i}`, created: new Date(i * 60_000).toISOString() }),
  status: 'finished',
  summary: { ...noSummary, step: 2000, map07: i / 1000, msPerStep: 40 },
  ...change,
});

/** The view as the browser first paints it. */
function painted(comparison: Partial<Comparison>): string {
  const lab = createLab(silent, { config, problems: [], panel: 'compare', view: defaultView });
  lab.store.setState({ comparison: { ...noComparison, storage: 'ready', ...comparison } });
  // What is rendered to a text takes the state that a store began with.
  lab.store.getInitialState = lab.store.getState;
  return renderToStaticMarkup(
    <LabContext value={lab}>
      <Runs />
    </LabContext>,
  );
}
const count = (html: string, part: string) => html.split(part).length - 1;

describe('the table of runs', () => {
  test('has a row a run, newest first, and says how it is sorted', () => {
    const html = painted({ records: [record(1), record(2)] });
    expect(count(html, 'data-testid="run-row"')).toBe(2);
    expect(html.indexOf('Run 2')).toBeLessThan(html.indexOf('Run 1'));
    expect(count(html, 'aria-sort="descending"')).toBe(1);
    expect(count(html, 'aria-sort="none"')).toBe(9);
  });

  test('letters the selected runs in the order of selection', () => {
    const html = painted({ records: [record(1), record(2)], selected: ['r1', 'r2'] });
    expect(html).toMatch(/data-id="r2".*?>B<.*data-id="r1".*?>A</);
    expect(html).toContain('2 runs selected.');
  });

  test('says why a run failed, and shows a dash for what is unknown', () => {
    const html = painted({ records: [record(1, { status: 'failed', error: 'loss is NaN', summary: noSummary })] });
    expect(html).toContain('loss is NaN');
    expect(html).toContain('<td data-numeric="true">–</td>');
  });

  test('offers Undo for what was deleted, and lists it no more', () => {
    const html = painted({ records: [record(1, { deleted: 'now' }), record(2)], undoable: ['r1'] });
    expect(html).toContain('1 run deleted.');
    expect(html).not.toContain('Run 1');
  });

  test('first paints as many of 200 runs as a screen holds, and counts all', () => {
    const html = painted({ records: Array.from({ length: 200 }, (_, i) => record(i)) });
    expect(count(html, 'data-testid="run-row"')).toBe(40);
    expect(html).toContain('data-testid="runs-count" data-value="200"');
  });
});

describe('without runs', () => {
  test('it says how one comes here, with Train and Import', () => {
    const html = painted({});
    expect(html).toContain('A run is kept here as soon as it is trained');
    expect(html).toMatch(/Train<\/button>.*Import<\/button>/);
  });

  test('it says that it is still reading, or that storage is refused', () => {
    expect(painted({ storage: 'opening' })).toContain('Reading what is kept.');
    expect(painted({ storage: 'unavailable' })).toContain('This browser refuses storage');
    expect(painted({})).not.toContain('refuses storage');
  });
});
