/** @file The time-lapse: which snapshot of a run is shown at a step, and the same images under several runs. */
import type { Snapshot } from '../../../../experiments';
import type { DetectionView, SampleView } from '../../../../worker';
import type { KeptRun } from '../../../store/comparison';

type Frames = Pick<KeptRun, 'snapshots' | 'pictures'>;

/** The steps at which any of the runs has a snapshot, ascending. */
export function snapshotSteps(runs: readonly Frames[]): number[] {
  return [...new Set(runs.flatMap(({ snapshots }) => snapshots.map(({ step }) => step)))].sort((a, b) => a - b);
}

/** The step that is looked at: the chosen one, or the last that has a snapshot. */
export function shownStep(steps: readonly number[], chosen: number | null): number | null {
  return chosen !== null && steps.includes(chosen) ? chosen : (steps.at(-1) ?? null);
}

/** The latest snapshot that was taken up to this step; null before the first. */
export function snapshotAt(snapshots: readonly Snapshot[], step: number): Snapshot | null {
  return snapshots.filter((snapshot) => snapshot.step <= step).reduce<Snapshot | null>(later, null);
}

function later(a: Snapshot | null, b: Snapshot): Snapshot {
  return a !== null && a.step >= b.step ? a : b;
}

/** An image under one run, with what was detected in it; null where the run has no snapshot yet. */
export interface Frame extends SampleView {
  detections: DetectionView['detections'] | null;
}

/** The images that all runs have, in the order of the first: one row an image, one frame a run. */
export function framesAt(runs: readonly Frames[], step: number): Frame[][] {
  const shown = runs.map(({ snapshots }) => snapshotAt(snapshots, step));
  return (runs[0]?.pictures ?? []).flatMap(({ id }) => {
    const places = runs.map(({ pictures }) => pictures.findIndex((picture) => picture.id === id));
    if (places.includes(-1)) return [];
    return [runs.map(({ pictures }, i) => frameOf(pictures[places[i]], shown[i]?.detections[places[i]] ?? null))];
  });
}

/** The same detections give the same frame, so that its canvas is not drawn again. */
const frames = new WeakMap<object, Frame>();
function frameOf(picture: SampleView, detections: Frame['detections']): Frame {
  const known = frames.get(detections ?? picture);
  if (known !== undefined && known.bitmap === picture.bitmap) return known;
  const frame = { ...picture, detections };
  frames.set(detections ?? picture, frame);
  return frame;
}
