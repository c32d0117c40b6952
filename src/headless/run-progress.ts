/**
 * @file What a run says while it goes on: one line an event that a person waits for.
 */
import { faultLines } from '../ssd';
import type { LabEvent } from '../worker';

/** Milliseconds between two lines about steps. */
const stepLinesEvery = 2000;

/** Prints to standard error; every event but the steps, of which it leaves some out. */
export class ProgressPrinter {
  readonly #steps: number;
  #lastStepLine = Number.NEGATIVE_INFINITY;

  /** @param steps the steps of the whole run */
  constructor(steps: number) {
    this.#steps = steps;
  }

  print(event: LabEvent): void {
    if (event.type === 'steps') {
      const now = performance.now();
      const isLast = event.steps[event.steps.length - 1].step === this.#steps;
      if (now - this.#lastStepLine < stepLinesEvery && !isLast) return;
      this.#lastStepLine = now;
    }
    const line = describeEvent(event, this.#steps);
    if (line !== null) console.error(line);
  }
}

/** A line for an event, or null for one that says nothing new. @param steps the steps of the whole run */
function describeEvent(event: LabEvent, steps: number): string | null {
  switch (event.type) {
    case 'engine':
      return `engine: ${event.engine.backend} on ${event.engine.adapter}. ${event.engine.reason}`;
    case 'data': {
      const { kind, name, train, val, total, rejected } = event.data;
      const splits = [train, val].map(({ name, images, counted, objects }) => {
        const scope = counted < images ? ` in the first ${counted}` : '';
        return `${name} ${images} images, ${objects} objects${scope}`;
      });
      const all = kind === 'voc' ? `; in all ${total.images} images, ${total.objects} objects` : '';
      return `data: ${name}; ${splits.join('; ')}${all}; ${rejected.length} refused`;
    }
    case 'steps': {
      const last = event.steps[event.steps.length - 1];
      const losses = `confidence ${last.confidence.toFixed(3)}, localization ${last.localization.toFixed(3)}`;
      const rate = `${event.rate.msPerStep.toFixed(0)} ms a step, ${event.rate.imagesPerSecond.toFixed(1)} images a second`;
      return `step ${last.step}/${steps}: loss ${last.total.toFixed(3)} (${losses}); ${rate}`;
    }
    case 'eval': {
      const { step, report, images, ms } = event.point;
      return `step ${step}: mAP07 ${average(report.map07)}, mAP12 ${average(report.map12)} on ${images} images in ${(ms / 1000).toFixed(1)} s`;
    }
    case 'fault':
      return faultLines(event.report).join('\n');
    default:
      return null;
  }
}

function average(value: number | null): string {
  return value === null ? 'unknown' : value.toFixed(4);
}
