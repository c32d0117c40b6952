import { describe, expect, test } from 'vitest';
import { jsSubject, runFixture, type Subject } from '.';

const sgd = {
  schema: 'ssd-gold/sgd_momentum/1',
  momentum: 0.5,
  wd: 0,
  w0: [1],
  steps: [
    { lr: 0.25, grad: [1], weight: [0.75], momentum: [-0.25] },
    { lr: 0.25, grad: [0], weight: [0.625], momentum: [-0.125] },
  ],
};

describe('a file that is no fixture fails with one clear result', () => {
  test.each([
    ['null', null, 'found null; expected a fixture object'],
    ['no schema', {}, 'schema is missing; expected one of ssd-gold/anchors/1'],
    ['an unknown schema', { schema: 'ssd-gold/anchors/2' }, 'schema is ssd-gold/anchors/2'],
    ['a name of Object', { schema: 'constructor' }, 'schema is constructor'],
    ['no cases', { schema: 'ssd-gold/voc_map/1', cases: [] }, 'holds no case'],
    ['another form', { schema: 'ssd-gold/voc_map/1', cases: 3 }, 'is not'],
  ])('%s', async (_, fixture, message) => {
    const results = await runFixture(fixture, jsSubject);
    expect(results).toEqual([{ id: 'fixture', passed: false, message: expect.stringContaining(message) }]);
  });
});

test('every case has its own result', async () => {
  const tampered = structuredClone(sgd);
  tampered.steps[1].weight = [0.626];
  expect(await runFixture(sgd, jsSubject)).toEqual([
    { id: 'step 1', passed: true, message: '' },
    { id: 'step 2', passed: true, message: '' },
  ]);
  expect(await runFixture(tampered, jsSubject)).toEqual([
    { id: 'step 1', passed: true, message: '' },
    { id: 'step 2', passed: false, message: 'step 2.weight[0]: got 0.625; expected 0.626' },
  ]);
});

test('a subject that throws fails the case and not the run', async () => {
  const broken: Subject = { ...jsSubject, sgdUpdate: () => Promise.reject(new Error('device lost')) };
  const results = await runFixture(sgd, broken);
  expect(results.map((result) => result.message)).toEqual(['device lost', 'device lost']);
});

test('a subject that computes something else fails', async () => {
  const torch: Subject = {
    ...jsSubject,
    /** The rule with the learning rate outside the buffer. */
    async sgdUpdate(weight, momentum, gradient, { learningRate, momentum: share }) {
      momentum[0] = share * momentum[0] + gradient[0];
      weight[0] -= learningRate * momentum[0];
    },
  };
  expect((await runFixture(sgd, torch)).every((result) => !result.passed)).toBe(true);
});

test('a parameter that the check does not know is refused, not passed over', async () => {
  const fixture = {
    schema: 'ssd-gold/decode_nms/1',
    cases: [
      {
        id: 'd1',
        kind: 'raw_nms',
        params: { overlap_thresh: 0.5, soft: true },
        rows_in: [],
        expected: { rows_out: [] },
      },
    ],
  };
  const [result] = await runFixture(fixture, jsSubject);
  expect(result.message).toContain('unknown parameters soft');
});

test('an anchor layout that no model has is checked by its rows', async () => {
  const config = { input: 8, maps: [1], steps: [8], sizes: [4, 9], ratios: [[1]] };
  const entry = {
    config,
    count: 2,
    anchors: [
      [4, 4, 4, 4],
      [4, 4, 6, 6],
    ],
  };
  const fixture = { schema: 'ssd-gold/anchors/1', models: { ssd_8_mine: entry } };
  expect(await runFixture(fixture, jsSubject)).toEqual([{ id: 'ssd_8_mine', passed: true, message: '' }]);
  const other = {
    ...fixture,
    models: {
      ssd_8_mine: {
        ...entry,
        anchors: [
          [4, 4, 4, 4],
          [4, 4, 6, 6.1],
        ],
      },
    },
  };
  expect((await runFixture(other, jsSubject))[0].passed).toBe(false);
});
