/** @file The pages of the lesson, in order. */
import type { Page } from '../page';
import { crowd } from './crowd';
import { divisor } from './divisor';
import { end } from './end';
import { matching } from './matching';
import { negatives } from './negatives';
import { outputs } from './outputs';
import { printed } from './printed';
import { scores } from './scores';
import { seeds } from './seeds';
import { silence } from './silence';
import { start } from './start';
import { weights } from './weights';

export const pages: readonly Page[] = [
  outputs,
  matching,
  negatives,
  divisor,
  printed,
  crowd,
  start,
  silence,
  scores,
  weights,
  seeds,
  end,
];
