import { describe, expect, test } from 'vitest';
import { type Axis, type Phase, phases } from './phases';

/** What the convolution of dy with one phase's taps makes. */
function convolve(dy: number[], weights: number[], { length, taps, dilation, lead }: Phase): number[] {
  return Array.from({ length }, (_, n) =>
    taps.reduce((sum, f, k) => sum + (dy[n + lead + k * dilation] ?? 0) * weights[f], 0),
  );
}

function gradientByPhases(dy: number[], weights: number[], axis: Axis): number[] {
  const dx = new Array(axis.input).fill(0);
  for (const phase of phases(axis)) {
    const results = convolve(dy, weights, phase);
    for (let n = 0; n < phase.length; n++) dx[phase.residue + n * axis.stride] = results[n];
  }
  return dx;
}

function gradientByDefinition(dy: number[], weights: number[], axis: Axis): number[] {
  const dx = new Array(axis.input).fill(0);
  for (const [o, gradient] of dy.entries()) {
    for (const [f, weight] of weights.entries()) {
      const i = o * axis.stride - axis.pad + f * axis.dilation;
      if (i >= 0 && i < axis.input) dx[i] += gradient * weight;
    }
  }
  return dx;
}

describe('phases', () => {
  test('a 3-tap filter at stride 2 splits into one tap for even cells and two for odd ones', () => {
    const found = phases({ input: 6, filter: 3, stride: 2, dilation: 1, pad: 1 });
    expect(found.map(({ residue, length, taps }) => ({ residue, length, taps }))).toEqual([
      { residue: 0, length: 3, taps: [1] },
      { residue: 1, length: 3, taps: [2, 0] },
    ]);
  });

  test('stride 1 is one phase: the flipped filter, beginning before dy', () => {
    const [only, ...others] = phases({ input: 10, filter: 3, stride: 1, dilation: 6, pad: 6 });
    expect(others).toEqual([]);
    expect(only).toMatchObject({ taps: [2, 1, 0], dilation: 6, length: 10, lead: -6 });
  });

  test('a single tap at stride 2 reaches no odd cell', () => {
    const found = phases({ input: 5, filter: 1, stride: 2, dilation: 1, pad: 0 });
    expect(found.map(({ residue }) => residue)).toEqual([0]);
  });

  test('every geometry gives the gradient of the definition', () => {
    let geometries = 0;
    for (let input = 1; input <= 9; input++)
      for (let filter = 1; filter <= 4; filter++)
        for (let stride = 1; stride <= 3; stride++)
          for (let dilation = 1; dilation <= 3; dilation++)
            for (let pad = 0; pad <= 4; pad++)
              for (let padAfter = 0; padAfter <= 4; padAfter += 2) {
                const room = input + pad + padAfter - dilation * (filter - 1) - 1;
                if (room < 0) continue;
                const output = Math.floor(room / stride) + 1;
                const axis = { input, filter, stride, dilation, pad };
                const dy = Array.from({ length: output }, (_, o) => 1 + ((o * 7) % 5));
                const weights = Array.from({ length: filter }, (_, f) => 10 ** f);
                const got = gradientByPhases(dy, weights, axis);
                expect(got, JSON.stringify(axis)).toEqual(gradientByDefinition(dy, weights, axis));
                geometries++;
              }
    expect(geometries).toBeGreaterThan(3000);
  });
});
