/** @file The report of a run that left the finite numbers: found by a replay, and told in the words of the data. */
import { causeOf, describeCause, describeTerm, type FaultReport, matchAnchors } from '../ssd';
import {
  type Checkpoint,
  type Fault,
  findFault,
  type NonFiniteLossError,
  Training,
  type TrainingBatch,
} from '../training';
import { buildNetwork } from './build-network';
import { type CheckpointKeeper, wholeCheckpoints } from './checkpoints';
import type { Progress, SeenImage } from './protocol';
import type { Trainee } from './trainee';

export interface FaultGround {
  checkpoints: CheckpointKeeper;
  batchOf(step: number): Promise<TrainingBatch>;
  /** What the batch of a step is made from. */
  seen(step: number): Promise<SeenImage[]>;
  progress(progress: Progress | null): void;
  signal: AbortSignal;
}

/**
 * Replays a run that ended by this error from its last checkpoint, or from its beginning where there is none. What comes
 * of it is added to how the run ended.
 *
 * @returns null if all numbers were finite this time
 */
export async function reportFault(
  trainee: Trainee,
  { step: until }: NonFiniteLossError,
  ground: FaultGround,
): Promise<FaultReport | null> {
  const { training } = trainee;
  const overridden = training.learningRateOverride !== null;
  const kept = await wholeCheckpoints(ground.checkpoints, trainee.runs[0].id);
  const start = kept.find(({ checkpoint }) => checkpoint.step < until)?.checkpoint ?? (await beginning(trainee));
  const total = until - start.step;
  const onStep = (step: number) =>
    ground.progress({ task: 'Finding the cause', done: step - start.step, total, etaMs: null, cancellable: true });
  try {
    const fault = await findFault(training, { ...ground, start, until, onStep });
    if (fault === null) return null;
    const { images, anchor, losses, ids, ...evidence } = fault;
    const [first] = images;
    const report: FaultReport = {
      ...evidence,
      cause: causeOf(evidence),
      image: first === undefined ? null : { id: ids[first], affected: images.length, count: ids.length },
      ...(first === undefined || anchor === null
        ? { object: null, anchor: null }
        : await placeOf(trainee, fault, first, anchor, ground)),
      images: losses?.perImage.map((sums, i) => ({ id: ids[i], ...sums })) ?? [],
      lastGood: start.step,
      overridden,
    };
    if (trainee.end !== null) {
      const found = `First not finite: ${describeTerm(report)}. ${describeCause(report)}`;
      trainee.end = { ...trainee.end, error: `${trainee.end.error}. ${found}` };
    }
    return report;
  } finally {
    ground.progress(null);
  }
}

/** The run as it began. */
async function beginning({ config, classes }: Trainee): Promise<Checkpoint> {
  const network = buildNetwork(config, classes.length, () => {});
  const fresh = new Training(network, config);
  try {
    return await fresh.checkpoint();
  } finally {
    fresh.dispose();
    network.dispose();
  }
}

/** The anchor, and the object that it is matched to. */
async function placeOf(
  { network: { anchors } }: Trainee,
  { step }: Fault,
  position: number,
  index: number,
  ground: FaultGround,
): Promise<Pick<FaultReport, 'object' | 'anchor'>> {
  const seen = await ground.seen(step);
  for (const { bitmap } of seen) bitmap.close();
  const { objects } = seen[position];
  const { match } = matchAnchors(anchors.corners, Float32Array.from(objects.flatMap(({ box }) => box)));
  const map = anchors.layers.findIndex(({ offset, count }) => index < offset + count);
  const { offset, height, width, perCell } = anchors.layers[map];
  const cell = Math.floor((index - offset) / perCell);
  const [row, column] = [Math.floor(cell / width), cell % width];
  const box = Array.from(anchors.corners.subarray(index * 4, index * 4 + 4)) as [number, number, number, number];
  const object = objects[match[index]];
  return {
    object: object === undefined ? null : { place: object.place, className: object.className, box: object.annotated },
    anchor: { index, map: map + 1, height, width, row, column, box },
  };
}
