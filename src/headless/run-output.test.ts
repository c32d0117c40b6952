import { describe, expect, test } from 'vitest';
import { parseRunConfig } from '../experiments';
import type { Finding, LabEvent, StepMetrics } from '../worker';
import { quantile, RunRecorder } from './run-output';

const config = parseRunConfig({ data: { kind: 'sprites' }, batch: 8, steps: 3 });

function stepsEvent(first: number, ms: number[], stageMs: number, peakBytes: number): LabEvent {
  const metrics = {
    epoch: 0,
    learningRate: 0.1,
    confidence: 3,
    localization: 1,
    total: 4,
    positives: 9,
    hardNegatives: 27,
    perImage: [],
    batch: 7,
  };
  const alive = { liveTensorsBefore: 90 + first, liveTensors: 100 + first };
  const steps = ms.map((each, i): StepMetrics => ({ ...metrics, step: first + i, ms: each, ...alive }));
  const rate = { msPerStep: 1, imagesPerSecond: 1, etaMs: null, tensorBytes: 1, peakBytes };
  return { type: 'steps', run: 'headless', steps, rate: { ...rate, stages: [{ name: 'forward', ms: stageMs }] } };
}

describe('RunRecorder', () => {
  test('a run becomes losses, evaluations, timing and memory', () => {
    const recorder = new RunRecorder(config);
    recorder.add({
      type: 'engine',
      engine: { backend: 'wasm', adapter: '2 threads', software: true, reason: '', threads: 2, maxBindingBytes: null },
    });
    const finding: Finding = {
      ...{ id: 'image-grey a.jpg', file: 'a.jpg', line: null, object: null, code: 'image-grey', severity: 'note' },
      ...{ reason: 'the image is grey', image: 'a', repair: null },
    };
    const split = { name: 'train', images: 3000, counted: 1000, objects: 2501, difficult: 0, classCounts: [2501] };
    recorder.add({
      type: 'data',
      data: {
        kind: 'sprites',
        name: 'Sprite scenes',
        identity: null,
        lists: null,
        classes: ['cat'],
        train: split,
        val: { ...split, images: 10, counted: 10, objects: 30 },
        total: { images: 3010, objects: 2531 },
        sizeHistogram: [],
        objectsPerImage: [],
        aspectHistogram: [],
        findings: [finding],
        rejected: [],
        notes: [],
        credits: [],
      },
    });
    recorder.add(stepsEvent(1, [90], 6, 50));
    recorder.add(stepsEvent(2, [10, 20], 3, 40));
    const curve = { recall: [], precision: [], score: [] };
    const cat = {
      className: 'cat',
      groundTruths: 2,
      detections: 3,
      truePositives: 1,
      falsePositives: 2,
      ap07: 0.5,
      ap12: null,
      curve,
    };
    const report = { map07: 0.5, map12: null, perClass: [cat] };
    recorder.add({ type: 'eval', run: 'headless', point: { step: 3, report, images: 5, ms: 1 } });

    expect(recorder.finish()).toEqual({
      config,
      backend: 'wasm',
      adapter: '2 threads',
      data: { trainImages: 3000, valImages: 10, trainObjects: 7503, valObjects: 30, rejected: [], findings: [finding] },
      losses: [90, 10, 20].map((ms, i) => ({
        ...{ step: i + 1, total: 4, confidence: 3, localization: 1 },
        ...{ learningRate: 0.1, positives: 9, ms, batch: 7 },
      })),
      evals: [{ step: 3, map07: 0.5, map12: null, perClass: { cat: { ap07: 0.5, ap12: null } } }],
      timing: { stepMsMedian: 20, imagesPerSecond: 400, stages: { forward: 4 } },
      memory: { tensorsBefore: 91, tensorsAfter: 102, peakBytes: 50 },
    });
  });

  test('a run that fails before its first step still says what it was and why it ended', () => {
    const output = new RunRecorder(config).finish('no images');
    expect(output).toMatchObject({ config, losses: [], timing: { stepMsMedian: null }, error: 'no images' });
  });
});

test('a quantile lies between its neighbours, and the median of an even number is the mean of the middle two', () => {
  expect([[], [3], [9, 1, 4], [10, 9, 1, 4]].map((values) => quantile(values, 0.5))).toEqual([null, 3, 4, 6.5]);
  expect([0, 0.1, 0.9, 1].map((fraction) => quantile([20, 0, 10], fraction))).toEqual([0, 2, 18, 20]);
});
