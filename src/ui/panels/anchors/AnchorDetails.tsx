/** @file One anchor: its place, why it is what it is, its overlap with every object, and what it learns. */
import { count, metric } from '../../format';
import { Explained } from '../../lesson/Explained';
import styles from './AnchorDetails.module.css';
import { pixels, signed } from './arithmetic';
import { mapName, placeOf } from './cells';
import { LearnedOffsets } from './LearnedOffsets';
import { roleOf } from './matched';
import { Overlaps } from './Overlaps';
import { RoleMark } from './RoleMark';
import type { Matching } from './use-matching';

interface Props {
  matching: Matching;
  anchor: number;
}

export function AnchorDetails({ matching, anchor }: Props) {
  const { anchors, targets, hard } = matching;
  const role = roleOf(anchor, targets, hard);
  const { map, row, column, shape } = placeOf(anchors.layers, anchor);
  const layer = anchors.layers[map];
  const [cx, cy, w, h] = anchors.centers.subarray(anchor * 4, anchor * 4 + 4);
  return (
    <div className={styles.details} data-testid="anchor-details" data-anchor={anchor} data-role={role}>
      <p className={styles.title}>
        <RoleMark role={role} line />
        <strong>
          Anchor{' '}
          <Explained value={anchor} label={`Number of the anchor`}>
            <p>First of its map + (row × columns + column) × anchors a cell + shape, all from 0:</p>
            <p>
              {layer.offset} + ({row} × {layer.width} + {column}) × {layer.perCell} + {shape} = {anchor}
            </p>
          </Explained>
        </strong>
        <span data-testid="anchor-role">{role}</span>
      </p>
      <p className={styles.place}>
        Map {mapName(layer)}, row {row}, column {column}, shape {shape}; {pixels(w)} × {pixels(h)} px around{' '}
        {pixels(cx)}, {pixels(cy)}
      </p>
      <p data-testid="anchor-reason">
        <Reason matching={matching} anchor={anchor} />
      </p>
      <Overlaps matching={matching} anchor={anchor} />
      <dl className={styles.learns}>
        <div>
          <dt>Class target</dt>
          <dd>
            <ClassTarget matching={matching} anchor={anchor} />
          </dd>
        </div>
        {matching.predicted !== null && targets.rule[anchor] === 0 && (
          <div>
            <dt>Cross-entropy against background</dt>
            <dd>
              <Hardness matching={matching} anchor={anchor} />
            </dd>
          </div>
        )}
      </dl>
      {targets.rule[anchor] > 0 && <LearnedOffsets matching={matching} anchor={anchor} />}
    </div>
  );
}

/** Why the anchor is what it is, in one sentence. */
function Reason({ matching, anchor }: Props) {
  const { targets, hard, iouThreshold, summary } = matching;
  const box = `box ${targets.match[anchor] + 1}`;
  const best = metric(targets.bestIou[anchor]);
  switch (roleOf(anchor, targets, hard)) {
    case 'bipartite':
      return `Of all free anchors it is the best for ${box}, which claims it whatever the threshold.`;
    case 'tie':
      return `No anchor overlaps ${box} more: it ties at ${best} and is matched too, below the threshold.`;
    case 'threshold':
      return `${best} with ${box}, the object nearest to it, reaches the threshold ${iouThreshold.toFixed(2)}.`;
    case 'hard negative':
      return `Unmatched (best IoU ${best}), and among the ${count(summary.hardNegatives)} that look least like background.`;
    case 'ignored':
      return hard === null
        ? `Unmatched: best IoU ${best}, below ${iouThreshold.toFixed(2)}. Whether it is a hard negative is not known yet.`
        : `Unmatched: best IoU ${best}, below ${iouThreshold.toFixed(2)}. Others are harder, so it is left out of the loss.`;
  }
}

function ClassTarget({ matching, anchor }: Props) {
  const { targets, hard, classNames } = matching;
  const target = targets.classTargets[anchor];
  if (target > 0) {
    return (
      <Explained value={`${target}, ${classNames[target - 1]}`} label="Class target" testId="class-target">
        <p>
          {classNames[target - 1]} is class {target - 1}; background takes column 0, so the target is {target - 1} + 1 ={' '}
          {target}.
        </p>
      </Explained>
    );
  }
  return <span data-testid="class-target">{hard?.[anchor] === 1 ? '0, background' : '\u22121, ignored'}</span>;
}

/** What the miner ranks by. */
function Hardness({ matching: { predicted }, anchor }: Props) {
  const { logits, classes, crossEntropy } = predicted!;
  const background = logits[anchor * classes];
  const value = crossEntropy[anchor];
  return (
    <Explained value={signed(value)} label="Cross-entropy against background, nats">
      <p>−ln softmax(x)₀ = ln Σ exp(x) − x₀</p>
      <p>
        {signed(value + background)} − ({signed(background)}) = {signed(value)}
      </p>
    </Explained>
  );
}
