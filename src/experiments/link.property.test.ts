/**
 * @file Whatever a link or a configuration says, reading it ends: in something usable, and in words for the rest.
 */
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { ConfigError, parseRunConfig, type RunConfig } from './config';
import { decodeLink, encodeLink } from './link';
import { decodeView, defaultView, encodeView } from './view';

// The same cases in every check: what one finds, the next can look at.
fc.configureGlobal({ seed: 1 });

const keys = ['model', 'data', 'opt', 'sched', 'scenes', 'objects', 'train', 'val', 'backend', 'steps', 'batch'].concat(
  ['seed', 'norm', 'scale', 'init', 'reinit', 'dec', 'lr', 'mom', 'b1', 'eps', 'wd', 'clip', 'warm', 'miles', 'aug'],
  ['batch', 'image', 'object', 'anchor', 'boxes', 'targets', 'weights', 'predict', 'iou', 'topk', 'lesson', 'hide'],
  ['anchors', '__proto__', 'constructor', 'toString', ''],
);
const values = fc.oneof(
  fc.constantFrom('ssd_64_smoke', 'voc', 'sgd', 'step', 'cosine', 'none', '0', '-1', '1e999', 'NaN', '0x10', '10.20'),
  fc.constantFrom(
    'flip.crop',
    'train.3_val.1',
    '19_34_56~1_2_0.5~1_3_0.4',
    'train.0~1,1,1,9,9',
    'predictors*uniform(0.07)',
    '%E0%A4%A',
    '%00',
    ' ',
  ),
  fc.constantFrom('__proto__', 'constructor', 'a'.repeat(5000), '0.'.repeat(2000), '~'.repeat(500), '*'.repeat(500)),
  fc.integer().map(String),
  fc.double().map(String),
  fc.string({ unit: 'binary', maxLength: 30 }),
);
const pair = fc.tuple(fc.constantFrom(...keys), values).map(([key, value]) => `${key}=${value}`);
const text = fc.oneof(
  { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 80 }) },
  { weight: 3, arbitrary: fc.array(pair, { maxLength: 8 }).map((pairs) => pairs.join('&')) },
);

/** However much is wrong, it is said on a screen of text. */
function expectReadable(problems: readonly string[]): void {
  expect(problems.length).toBeLessThanOrEqual(21);
  for (const { length } of problems) expect(length > 5 && length < 510).toBe(true);
}

test('a link without end is refused as a whole, soon', () => {
  for (const text of ['x'.repeat(3e6), 'steps=1&'.repeat(4e5), `reinit=${'~'.repeat(2e6)}`]) {
    const message = expect.stringMatching(/^the link has \d+ characters; expected at most 250000/);
    expect(decodeLink(`v1&${text}`).problems).toEqual([message]);
    expect(decodeView(text)).toEqual({ view: defaultView, problems: [message] });
  }
});

test('of many unusable parts the first are named', () => {
  const { problems } = decodeLink(`v1${'&x=1'.repeat(1000)}`);
  expect(problems).toHaveLength(21);
  expect(problems[20]).toBe('and 980 more parts');
});

test('any link gives a usable configuration, which its own link gives back', () => {
  void fc.assert(
    fc.property(text, fc.boolean(), (text, versioned) => {
      const { config, problems } = decodeLink(versioned ? `v1&${text}` : text);
      expect(parseRunConfig(config)).toEqual(config);
      expect(decodeLink(encodeLink(config))).toEqual({ config, problems: [] });
      expectReadable(problems);
    }),
    { numRuns: 1000 },
  );
});

test('any view is usable, and its own text gives it back', () => {
  let changed = 0;
  void fc.assert(
    fc.property(text, (text) => {
      const { view, problems } = decodeView(text);
      expectReadable(problems);
      expect(Object.keys(view)).toEqual(Object.keys(defaultView));
      const again = decodeView(encodeView(view));
      expect(again.problems).toEqual([]);
      // Coordinates are written to a hundredth of a pixel.
      expect(encodeView(again.view)).toBe(encodeView(view));
      if (encodeView(view) !== '') changed++;
    }),
    { numRuns: 1000 },
  );
  expect(changed).toBeGreaterThan(50);
});

test('any JSON is a configuration, or a ConfigError that names each key', () => {
  const home = parseRunConfig({ data: { kind: 'sprites' } });
  const place = fc.constantFrom(...Object.keys(home), 'data.kind', 'data.seed', 'optimizer.kind', 'optimizer.schedule');
  const changed = fc.tuple(place, fc.jsonValue()).map(([place, value]) => {
    const [key, inner] = place.split('.');
    const part = home[key as keyof RunConfig];
    return { ...home, [key]: inner === undefined ? value : { ...(part as object), [inner]: value } };
  });
  void fc.assert(
    fc.property(fc.oneof(fc.jsonValue(), changed), (input) => {
      try {
        const config = parseRunConfig(input);
        expect(parseRunConfig(config)).toEqual(config);
      } catch (error) {
        expect(error).toBeInstanceOf(ConfigError);
        expect((error as Error).message).toMatch(/^config refused: \S+: /);
      }
    }),
    { numRuns: 1000 },
  );
});
