import { beforeEach, describe, expect, test } from 'vitest';
import { defaultRunConfig, defaultView, encodeView, imageKey, tutorialBatch, type View } from '../../experiments';
import type { LabApi } from '../../worker';
import { createLab, type Lab } from '../store/lab';
import { panelIds } from '../store/state';
import { tutorialCounts } from './facts';
import { beginAtLink, goTo, pageOf } from './guide';
import { isComplete, judgeNumber } from './page';
import { pages } from './pages';

/** A worker that never answers: what the hooks do, they do on the page. */
const silent = new Proxy({} as LabApi, { get: () => () => new Promise(() => {}) });

let lab: Lab;
const state = () => lab.store.getState();
const at = (view: Partial<View> = {}) =>
  createLab(silent, { config: defaultRunConfig(), problems: [], panel: 'train', view: { ...defaultView, ...view } });
beforeEach(() => {
  lab = at();
});

test('there are 9 to 12 pages, each with a name that a link can carry', () => {
  expect(pages.length).toBeGreaterThanOrEqual(9);
  expect(pages.length).toBeLessThanOrEqual(12);
  const ids = pages.map(({ id }) => id);
  expect(new Set(ids).size).toBe(ids.length);
  for (const id of ids) expect(id).toMatch(/^[a-z0-9-]{1,40}$/);
});

test('no two questions share an id', () => {
  const ids = pages.flatMap(({ questions = [] }) => questions.map(({ id }) => id));
  expect(new Set(ids).size).toBe(ids.length);
});

describe.each(pages)('the page $id', (page) => {
  const answers = Object.fromEntries((page.questions ?? []).map(({ id }) => [id, 1]));

  test('opens on its panel, named by the view, without a complaint', () => {
    goTo(lab, page.id);
    expect(pageOf(state().view)).toBe(page);
    expect(state().panel).toBe(page.panel);
    expect(panelIds).toContain(state().panel);
    expect(state().notices).toEqual([]);
  });

  test('is not complete before its questions are answered', () => {
    goTo(lab, page.id);
    if (page.questions !== undefined) expect(isComplete(page, state(), {})).toBe(false);
  });

  test('is complete when they are, and what it asks to be done is done', () => {
    goTo(lab, page.id);
    const run = {
      id: 1,
      record: 'r',
      config: state().config,
      info: null,
      rate: null,
      evals: [],
      detections: null,
      rateMarks: [],
    };
    const trained = { ...state(), run: { ...run, steps: [{ step: 1 }] } } as never;
    expect(isComplete(page, trained, answers)).toBe(true);
  });

  test('each of its deeds is done by doing it', () => {
    goTo(lab, page.id);
    for (const deed of page.deeds ?? []) {
      deed.act(lab);
      expect(deed.done(state())).toBe(true);
    }
  });

  test('leaves the drafts and the starting weights as they were', () => {
    goTo(lab, page.id);
    for (const deed of page.deeds ?? []) deed.act(lab);
    goTo(lab, null);
    expect(state().view).toMatchObject({ lesson: null, drafts: {}, predictions: 'random', weights: 'run' });
    expect(state().config).toEqual(defaultRunConfig());
  });

  test('set up by a link that names it alone is as set up by going there', () => {
    goTo(lab, page.id);
    const linked = at({ lesson: page.id });
    beginAtLink(linked);
    expect(linked.store.getState().view).toEqual(state().view);
    expect(linked.store.getState().panel).toBe(state().panel);
  });
});

test('going on from page to page leaves nothing of the page before', () => {
  for (const { id } of pages) {
    goTo(lab, id);
    const alone = at();
    goTo(alone, id);
    const { drafts, predictions } = alone.store.getState().view;
    expect(state().view).toMatchObject({ drafts, predictions });
  }
});

test('the starting weights that the reader brought stay', () => {
  const mine = [{ target: 'new-layers', scheme: 'normal(0.01)' }];
  lab.actions.change('reinitialize', mine);
  goTo(lab, 'start');
  goTo(lab, 'silence');
  expect(state().config.reinitialize).toEqual(mine);
});

test('a link that says more than its page is left as it is', () => {
  lab = at({ lesson: 'matching', iouThreshold: 0.6 });
  beginAtLink(lab);
  expect(state().view).toEqual({ ...defaultView, lesson: 'matching', iouThreshold: 0.6 });
});

test('what an instructor hides does not count as more', () => {
  lab = at({ lesson: 'matching', hidden: ['engine'] });
  beginAtLink(lab);
  expect(state().view.batch).toEqual(tutorialBatch);
  expect(state().view.hidden).toEqual(['engine']);
});

test('a page that there is not is named, with those that there are', () => {
  lab = at({ lesson: 'anchovies' });
  beginAtLink(lab);
  expect(state().view.lesson).toBeNull();
  expect(state().notices[0].message).toContain('"anchovies" is not a page of the lesson; expected one of outputs');
});

test('what else the link could not say stays named', () => {
  lab = at({ lesson: 'anchovies' });
  lab.actions.reportLink(['"x" is not known']);
  beginAtLink(lab);
  expect(state().notices.map(({ message }) => message)).toEqual([
    expect.stringMatching(/^"x" is not known\n"anchovies" is not a page/),
  ]);
});

test('every page fits into a link', () => {
  for (const { id } of pages) {
    goTo(lab, id);
    expect(encodeView(state().view)).toContain(`lesson=${id}`);
  }
});

describe('the matching of the tutorial’s images', () => {
  const counts = (view: Partial<View> = {}) =>
    [0, 1].map((index) => tutorialCounts(index, { ...defaultView, ...view }).positives);

  test('is 13 and 23 positives', () => {
    expect(counts()).toEqual([13, 23]);
  });

  test('follows the threshold and what the reader has drawn', () => {
    expect(counts({ iouThreshold: 0.7 })[0]).toBeLessThan(13);
    const drafts = { [imageKey(tutorialBatch[0])]: [] };
    expect(counts({ drafts })).toEqual([0, 23]);
  });

  test('names the rule of each positive', () => {
    const { positives, bipartite, tie, threshold } = tutorialCounts(1, defaultView);
    expect(bipartite).toBe(4);
    expect(bipartite + tie + threshold).toBe(positives);
  });
});

test.each([
  [13, 13, 0, 'right'],
  [12, 13, 0, 'close'],
  [3, 13, 0, 'off'],
  [1, 0, 0, 'close'],
  [0.05, 0.0404, 0.0015, 'close'],
  [0.041, 0.0404, 0.0015, 'right'],
  [0.9, 0.0404, 0.0015, 'off'],
  [Number.NaN, 13, 0, 'off'],
])('%d for %d with a tolerance of %d is %s', (given, truth, tolerance, verdict) => {
  expect(judgeNumber(given, truth, tolerance)).toBe(verdict);
});
