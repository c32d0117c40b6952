/** @file mAP and AP of both decoders, and what the one is ahead by. */
import type { DecoderComparison } from '../../../worker';

/** Per class and argmax, and the first minus the second; null where there is nothing to score. */
export interface ScorePair {
  perClass: number | null;
  argmax: number | null;
  difference: number | null;
}

export interface ClassScores {
  className: string;
  groundTruths: number;
  ap07: ScorePair;
  ap12: ScorePair;
}

export interface ScoreDifferences {
  map07: ScorePair;
  map12: ScorePair;
  /** The largest differences by the VOC07 rule first, then by name; classes without ground truth last. */
  classes: ClassScores[];
}

export function scoreDifferences({ decoders }: DecoderComparison): ScoreDifferences {
  const [perClass, argmax] = [decoders['per-class'].report, decoders.argmax.report];
  const classes = perClass.perClass.map((report, i) => ({
    className: report.className,
    groundTruths: report.groundTruths,
    ap07: pair(report.ap07, argmax.perClass[i].ap07),
    ap12: pair(report.ap12, argmax.perClass[i].ap12),
  }));
  const size = ({ ap07 }: ClassScores) => (ap07.difference === null ? -1 : Math.abs(ap07.difference));
  return {
    map07: pair(perClass.map07, argmax.map07),
    map12: pair(perClass.map12, argmax.map12),
    classes: classes.toSorted((a, b) => size(b) - size(a) || a.className.localeCompare(b.className)),
  };
}

function pair(perClass: number | null, argmax: number | null): ScorePair {
  return { perClass, argmax, difference: perClass === null || argmax === null ? null : perClass - argmax };
}

/** A difference of scores with its sign; exactly 0 has none. */
export function signed(value: number | null): string {
  if (value === null) return '\u2013';
  if (value === 0) return '0';
  const digits = Math.abs(value) < 0.0005 ? value.toExponential(0) : value.toFixed(3);
  return value > 0 ? `+${digits}` : digits.replace(/^-/, '\u2212');
}

/** What the comparison says, honestly. @param step steps that the weights were trained for */
export function verdictOf({ map07, map12 }: ScoreDifferences, images: number, step: number): string[] {
  const [by07, by12] = [map07.difference, map12.difference];
  if (by07 === null || by12 === null) return ['Val has no object to score.'];
  const verdict: string[] = [];
  if (map07.perClass === 0 && map07.argmax === 0)
    verdict.push('Both decoders score 0: there is nothing to tell apart.');
  else if (by07 === 0 && by12 === 0) verdict.push('No difference on these images.');
  else if (by07 >= 0 && by12 >= 0) verdict.push('Per class is ahead.');
  else if (by07 <= 0 && by12 <= 0) verdict.push('Argmax is ahead here, against what the tutorial reports.');
  else verdict.push('The two rules of mAP disagree about which decoder is ahead.');
  if (step === 0) verdict.push('These weights are untrained, so the numbers mean little.');
  else if (images < 200) {
    verdict.push(`With ${images} images, a few detections can turn the sign.`);
  }
  return verdict;
}
