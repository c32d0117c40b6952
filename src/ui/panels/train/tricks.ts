/** @file The names of the initializers, as their papers and libraries call them. */
import type { InitializerId } from '../../../experiments';

export const initializerNames: Record<InitializerId, string> = {
  'xavier-uniform-avg-2': 'Xavier uniform, avg, 2',
  'xavier-uniform-avg-3': 'Xavier uniform, avg, 3',
  'xavier-gaussian-out-2': 'Xavier gaussian, out, 2',
  'xavier-gaussian-in-2': 'Xavier gaussian, in, 2',
  'uniform-0.07': 'Uniform 0.07',
  'normal-0.01': 'Normal 0.01',
  'msra-prelu': 'MSRA PReLU',
  orthogonal: 'Orthogonal',
  zero: 'Zero',
};
