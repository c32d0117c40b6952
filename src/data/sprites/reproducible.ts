/**
 * @file Functions that give the same number in every engine.
 *
 * JavaScript leaves the last bit of exp, sin, cos and log to the engine, and one such bit may move a pixel or a box.
 * Rounded to 24 binary places the answers agree; all else that draws a scene is + - * / and sqrt, which are exact.
 */
import type { Random } from '../../ssd';

export const exp = (x: number) => round(Math.exp(x));
export const log = (x: number) => round(Math.log(x));
export const sin = (angle: number) => round(Math.sin(angle));
export const cos = (angle: number) => round(Math.cos(angle));

/** Normal with mean 0; `Random.normal` takes a logarithm. */
export const normal = (random: Random, std: number) => round(random.normal(0, std));

function round(x: number): number {
  return Math.round(x * 16777216) / 16777216;
}
