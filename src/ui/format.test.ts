import { describe, expect, test } from 'vitest';
import {
  bytes,
  count,
  dash,
  duration,
  loss,
  metric,
  milliseconds,
  perSecond,
  plural,
  probability,
  rate,
} from './format';

describe('a true 0 is 0 and an unknown value is a dash', () => {
  test.each([count, metric, loss, bytes, duration])('%o', (format) => {
    expect(format(0)).toMatch(/^0/);
    expect(format(null)).toBe(dash);
    expect(format(Number.NaN)).toBe(dash);
  });
});

test.each([
  [metric(0.61184), '0.612'],
  [metric(0.0004), '0.000'],
  [probability(0.0003), '< 0.001'],
  [probability(0.0006), '0.001'],
  [probability(0), '0'],
  [loss(15.234), '15.2'],
  [loss(0.87311), '0.873'],
  [loss(1523.4), '1,523'],
  [loss(0.0000123), '1.2e-5'],
  [loss(1e30), '1.0e30'],
  [rate(0.006), '0.006'],
  [rate(0.00006), '6e-5'],
  [rate(0.0123456), '0.0123'],
  [rate(0), '0'],
  [rate(1e11), '1e11'],
  [bytes(999), '999 B'],
  [bytes(1_234_567), '1.2 MB'],
  [bytes(4.5e9), '4.5 GB'],
  [duration(850), '850 ms'],
  [duration(59_600), '1 min'],
  [duration(130_000), '2 min 10 s'],
  [duration(3_900_000), '1 h 5 min'],
  [milliseconds(0), '0 ms'],
  [milliseconds(0.01), '< 0.1 ms'],
  [milliseconds(38.2), '38 ms'],
  [perSecond(23.42), '23.4'],
  [perSecond(1312.4), '1,312'],
  [plural(1, 'image'), '1 image'],
  [plural(48_000, 'image'), '48,000 images'],
  [plural(2, 'pass'), '2 passes'],
])('%s is printed as %s', (printed, expected) => {
  expect(printed).toBe(expected);
});
