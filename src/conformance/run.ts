/** @file Runs the cases of a fixture file against a subject. */
import { anchorCases } from './anchor-cases';
import { augmentCases } from './augment-cases';
import { Comparison } from './comparison';
import { detectionCases } from './detection-cases';
import type { ConformanceCase } from './fixture';
import { gradientCases } from './gradient-cases';
import { initializerCases } from './initializer-cases';
import { matchingCases } from './matching-cases';
import { sgdCases } from './sgd-cases';
import type { Subject } from './subject';
import { tutorialCases } from './tutorial-cases';
import { vocMapCases } from './voc-map-cases';

export interface CaseResult {
  id: string;
  passed: boolean;
  /** Empty if passed; else the first differences, or the error. */
  message: string;
}

/** A fixture that has another form than its schema says makes its cases throw, which fails them. */
// biome-ignore lint/suspicious/noExplicitAny: every reader declares the form that it expects of the file
type Reader = (fixture: any) => ConformanceCase[];

const readers: Readonly<Record<string, Reader>> = {
  'ssd-gold/anchors/1': anchorCases,
  'ssd-gold/tutorial_two_images/1': tutorialCases,
  'ssd-gold/matching/1': matchingCases,
  'ssd-gold/decode_nms/1': detectionCases,
  'ssd-gold/voc_map/1': vocMapCases,
  'ssd-gold/initializers/1': initializerCases,
  'ssd-gold/gradients/1': gradientCases,
  'ssd-gold/augment/1': augmentCases,
  'ssd-gold/sgd_momentum/1': sgdCases,
};

/**
 * Runs every case of a fixture file. Its `schema` says what it holds; its name and its number of cases are free.
 *
 * @param fixture the parsed JSON
 * @returns       a result for each case; one failed result with the id `fixture` if the file is no fixture or is empty
 */
export async function runFixture(fixture: unknown, subject: Subject): Promise<CaseResult[]> {
  let cases: ConformanceCase[];
  try {
    cases = readCases(fixture);
  } catch (error) {
    return [{ id: 'fixture', passed: false, message: (error as Error).message }];
  }
  const results: CaseResult[] = [];
  for (const { id, check } of cases) {
    try {
      const comparison = new Comparison();
      await check(comparison, subject);
      comparison.finish();
      results.push({ id, passed: true, message: '' });
    } catch (error) {
      results.push({ id, passed: false, message: (error as Error).message });
    }
  }
  return results;
}

function readCases(fixture: unknown): ConformanceCase[] {
  if (typeof fixture !== 'object' || fixture === null) throw new Error(`found ${fixture}; expected a fixture object`);
  const schema = 'schema' in fixture ? String(fixture.schema) : 'missing';
  if (!Object.hasOwn(readers, schema)) {
    throw new Error(`schema is ${schema}; expected one of ${Object.keys(readers).join(', ')}`);
  }
  const cases = readers[schema](fixture);
  if (cases.length === 0) throw new Error(`the fixture of schema ${schema} holds no case`);
  return cases;
}
