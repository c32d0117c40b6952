/**
 * @file Channels in fours where their number allows it: a shader written for `Value` serves both vec4<f32> and f32.
 */
import type { Shader } from './call';

const alias = ['//#if VEC', 'alias Value = vec4<f32>;', '//#else', 'alias Value = f32;', '//#end', ''].join('\n');

/** A shader whose tensors are arrays of `Value`; its constants must be those of `valuesOf`. */
export function valueShader(name: string, template: string): Shader {
  return { name, template: alias + template };
}

/** The constant that chooses the type, and how many values of it hold this many channels. */
export function valuesOf(channels: number): { constants: { VEC: boolean }; values: number } {
  const VEC = channels % 4 === 0;
  return { constants: { VEC }, values: VEC ? channels / 4 : channels };
}
