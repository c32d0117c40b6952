import { describe, expect, test } from 'vitest';
import type { ParameterInfo } from '../../../worker';
import { shownParameters, targeted, withScheme } from './targets';

function parameter(name: string, role: ParameterInfo['role']): ParameterInfo {
  const filter = name.endsWith('.filter');
  return {
    name,
    role,
    shape: filter ? [3, 3, 8, 4] : [4],
    count: filter ? 288 : 4,
    fans: filter ? { fanIn: 72, fanOut: 36 } : null,
    initializer: filter ? 'xavier(uniform,avg,2)' : 'constant(0)',
    expected: null,
    trainable: true,
  };
}

const model = [
  parameter('stage1.filter', 'backbone'),
  parameter('extra1.filter', 'extra'),
  parameter('extra1.bias', 'extra'),
  parameter('predictor1.classes.filter', 'predictor'),
  parameter('predictor1.classes.bias', 'predictor'),
  parameter('predictor1.boxes.filter', 'predictor'),
  parameter('predictor1.boxes.bias', 'predictor'),
];
const names = (parameters: readonly ParameterInfo[]) => parameters.map(({ name }) => name);

describe('targets of a re-initialisation', () => {
  test('the predictors are their filters, without biases', () => {
    expect(names(targeted('predictors', model))).toEqual(['predictor1.classes.filter', 'predictor1.boxes.filter']);
  });

  test('new layers are all filters but those of the backbone', () => {
    expect(names(targeted('new-layers', model))).toEqual([
      'extra1.filter',
      'predictor1.classes.filter',
      'predictor1.boxes.filter',
    ]);
  });

  test('a name is that parameter, of any kind; an unknown name is none', () => {
    expect(names(shownParameters(['extra1.bias', 'stage1.filter', 'gone'], model))).toEqual([
      'stage1.filter',
      'extra1.bias',
    ]);
  });

  test('a parameter that two targets name is shown once', () => {
    expect(shownParameters(['predictors', 'predictor1.boxes.filter'], model)).toHaveLength(2);
  });
});

describe('the list of re-initialisations', () => {
  const uniform = { target: 'predictors', scheme: 'uniform(0.07)' };
  const one = { target: 'predictor1.boxes.filter', scheme: 'normal(0.01)' };

  test('a later scheme for a target replaces the earlier', () => {
    expect(withScheme([uniform], ['predictors'], 'constant(0)', model)).toEqual([
      { target: 'predictors', scheme: 'constant(0)' },
    ]);
  });

  test('a group replaces what stood for its single parameters', () => {
    expect(withScheme([one], ['predictors'], 'uniform(0.07)', model)).toEqual([uniform]);
    expect(withScheme([uniform, one], ['new-layers'], 'constant(0)', model)).toHaveLength(1);
  });

  test('a single parameter departs from its group', () => {
    expect(withScheme([uniform], [one.target], one.scheme, model)).toEqual([uniform, one]);
  });

  test('several parameters get an entry each', () => {
    expect(withScheme([], ['extra1.filter', 'extra1.bias'], 'constant(0)', model)).toHaveLength(2);
  });

  test('the prior bias and the filters of the predictors stand side by side', () => {
    const list = withScheme([uniform], ['predictors'], 'prior-bias(0.01)', model);
    expect(list.map(({ scheme }) => scheme)).toEqual(['uniform(0.07)', 'prior-bias(0.01)']);
    expect(withScheme(list, ['predictors'], 'prior-bias(0.1)', model).map(({ scheme }) => scheme)).toEqual([
      'uniform(0.07)',
      'prior-bias(0.1)',
    ]);
  });
});
