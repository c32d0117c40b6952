/** @file Detections against ground truth on one image: what was found, what was missed, and how each is drawn. */
import { iou } from '../../ssd';
import type { DetectionView, SampleView, ViewBox } from '../../worker';
import { metric } from '../format';
import { classColour } from './classes';
import type { DrawnBox, Stroke } from './draw';

type GroundTruth = SampleView['objects'][number];
type Detection = DetectionView['detections'][number];

export interface Outcome {
  /** Detections at or above the threshold, by descending score. */
  detections: Detection[];
  objects: { object: GroundTruth; found: boolean }[];
}

/**
 * What the shown detections find. The worker decided which are true; each of those belongs to the ground truth of its
 * class that it overlaps most, as in the devkit.
 *
 * @param threshold score in [0, 1]; matching is greedy by score, so hiding weak detections changes no other match
 */
export function outcomeOf(view: DetectionView, threshold: number): Outcome {
  const detections = view.detections.filter(({ score }) => score >= threshold);
  const found = new Set<GroundTruth>();
  for (const detection of detections) {
    if (detection.match !== 'true-positive') continue;
    const rivals = view.objects.filter(({ className }) => className === detection.className);
    const nearest = rivals.toSorted((a, b) => overlap(b, detection) - overlap(a, detection))[0];
    if (nearest !== undefined) found.add(nearest);
  }
  return { detections, objects: view.objects.map((object) => ({ object, found: found.has(object) })) };
}

function overlap(a: ViewBox, b: ViewBox): number {
  return iou(Float32Array.from(a.box), 0, Float32Array.from(b.box), 0);
}

const strokes: Record<Detection['match'], Stroke> = {
  'true-positive': 'solid',
  'false-positive': 'dashed',
  ignored: 'dashed',
};

/** More boxes than this hide the image; the list beside the image has them all. */
const drawnDetections = 10;

/** Found ground truth as corners, missed as dots, true detections solid, false ones dashed; the best on top. */
export function drawnOutcome({ detections, objects }: Outcome): DrawnBox[] {
  const truths = objects.map(({ object, found }) => ({
    box: object.box,
    stroke: found ? ('corners' as const) : ('dotted' as const),
    label: found || object.difficult ? null : object.className,
    colour: classColour(object.className),
  }));
  const shown = detections.slice(0, drawnDetections).map(({ box, className, score, match }) => ({
    box,
    stroke: strokes[match],
    label: `${className} ${score.toFixed(2)}${match === 'ignored' ? ' ignored' : ''}`,
    colour: classColour(className),
  }));
  return [...shown, ...truths];
}

/** Ground truth alone; a difficult object is dashed. */
export function drawnObjects(objects: readonly GroundTruth[]): DrawnBox[] {
  return objects.map(({ box, className, difficult }) => ({
    box,
    stroke: difficult ? ('dashed' as const) : ('solid' as const),
    label: difficult ? `${className} (difficult)` : className,
    colour: classColour(className),
  }));
}

/** The image in words: "000012: 2 car, 1 person". */
export function describeObjects({ id, objects }: SampleView): string {
  const counts = new Map<string, number>();
  for (const { className } of objects) counts.set(className, (counts.get(className) ?? 0) + 1);
  const parts = [...counts].map(([className, n]) => `${n} ${className}`);
  return `${id}: ${parts.length === 0 ? 'no objects' : parts.join(', ')}`;
}

/** The image and its detections in words. */
export function describeOutcome(view: DetectionView, threshold: number): string {
  const { detections, objects } = outcomeOf(view, threshold);
  const correct = detections.filter(({ match }) => match === 'true-positive').length;
  const missed = objects.filter(({ found, object }) => !found && !object.difficult).length;
  const best = detections[0] === undefined ? '' : `, best ${detections[0].className} ${metric(detections[0].score)}`;
  return `${describeObjects(view)}. ${detections.length} detections, ${correct} true, ${missed} missed${best}`;
}
