/** @file The selected anchor: where it stands, its logits and softmax by class, and what both decoders make of them. */
import { anchorSpecFor, imageKey } from '../../../experiments';
import { type Anchors, decodeOffsets, iou } from '../../../ssd';
import type { DecodedImage, Prediction } from '../../../worker';
import { probability as shown } from '../../format';
import { useAnswer } from '../../inspection/answer';
import { anchorsOf, isTutorial, type Subject, useLookedAt, useSubject } from '../../inspection/model';
import { Explained } from '../../lesson/Explained';
import { useLab } from '../../use-lab';
import styles from './AnchorVerdict.module.css';
import type { Box } from './box-place';
import { DecoderMark } from './DecoderMark';
import { useClassNames, useDecoded } from './decoded';
import { decoderWords } from './decoders';
import { describeFate } from './fate';
import { IouSum } from './IouSum';
import { type ClassVerdict, verdictsOf } from './verdicts';

export function AnchorVerdict() {
  const { view } = useLab(({ view }) => ({ view }));
  const { config, weights, key, ready } = useLookedAt();
  const subject = useSubject().value;
  const decoded = useDecoded().value;
  const { predictions, anchor } = view;
  const ref = subject?.ref ?? null;
  const asked = ref && ['predict', key, imageKey(ref), isTutorial(ref) && predictions].join(' ');
  const answer = useAnswer(ready && anchor !== null ? asked : null, (api) =>
    api.predict({ config, weights, images: [ref!], predictions }),
  );
  const prediction = answer.value?.[0] ?? null;
  if (anchor === null) {
    return (
      <p className={styles.quiet}>
        Choose a box, or an anchor in a table: its logits and softmax stand here, with what each decoder makes of them.
      </p>
    );
  }
  if (answer.problem !== null) return <p className={styles.problem}>{answer.problem}</p>;
  if (subject === null || decoded === null || prediction === null) {
    return <p className={styles.quiet}>Predicting this image.</p>;
  }
  const anchors = anchorsOf(anchorSpecFor(subject.ref, config));
  if (anchor >= anchors.count) return <p className={styles.quiet}>This model has no anchor {anchor}.</p>;
  return (
    <Verdict
      anchor={anchor}
      anchors={anchors}
      prediction={prediction}
      decoded={decoded}
      subject={subject}
      scoreThreshold={view.detection.scoreThreshold}
    />
  );
}

interface Props {
  anchor: number;
  anchors: Anchors;
  prediction: Prediction;
  decoded: DecodedImage;
  subject: Subject;
  scoreThreshold: number;
}

function Verdict({
  anchor,
  anchors,
  prediction: { logits, offsets, classes },
  decoded,
  subject,
  scoreThreshold,
}: Props) {
  const className = useClassNames();
  const own = logits.subarray(anchor * classes, (anchor + 1) * classes);
  const corners = decodeOffsets(
    offsets.subarray(anchor * 4, anchor * 4 + 4),
    anchors.centers.subarray(anchor * 4, anchor * 4 + 4),
  );
  const box: Box = [corners[0], corners[1], corners[2], corners[3]];
  const verdicts = verdictsOf(anchor, own, decoded, scoreThreshold);
  const nameOf = (column: number) => (column === 0 ? 'background' : className(column - 1));
  return (
    <div data-testid="anchor-verdict" data-anchor={anchor}>
      <h3>Anchor {anchor}</h3>
      <p className={styles.quiet}>{placeOf(anchors, anchor)}</p>
      <p className={styles.quiet}>Decoded box {box.map((value) => value.toFixed(1)).join(', ')} px</p>
      <table className={styles.table}>
        <caption>Classes above {scoreThreshold} have the verdict of each decoder</caption>
        <thead>
          <tr>
            <th scope="col">Class</th>
            <th scope="col">Logit</th>
            <th scope="col">Softmax</th>
          </tr>
        </thead>
        {verdicts.map((verdict) => (
          <ClassRows key={verdict.column} verdict={verdict} verdicts={verdicts} nameOf={nameOf} />
        ))}
      </table>
      <GroundTruthOverlaps box={box} subject={subject} className={className} />
    </div>
  );
}

interface ClassRowsProps {
  verdict: ClassVerdict;
  verdicts: readonly ClassVerdict[];
  nameOf(column: number): string;
}

function ClassRows({ verdict: { column, logit, probability, fates }, verdicts, nameOf }: ClassRowsProps) {
  const sum = verdicts.reduce((total, other) => total + Math.exp(other.logit), 0);
  return (
    <tbody data-testid="verdict-class" data-class={nameOf(column)} data-passes={fates !== null}>
      <tr>
        <td>{nameOf(column)}</td>
        <td>{logit.toFixed(2)}</td>
        <td>
          <Explained value={shown(probability)} label={`Softmax of ${nameOf(column)}`}>
            <p>
              exp({logit.toFixed(3)}) / sum of exp over {verdicts.length} classes
            </p>
            <p>
              = {Math.exp(logit).toPrecision(4)} / {sum.toPrecision(4)} = <b>{probability.toFixed(4)}</b>
            </p>
          </Explained>
        </td>
      </tr>
      {fates !== null && (
        <tr className={styles.fates}>
          <td colSpan={3}>
            {decoderWords.map(({ id, name }) => (
              <p key={id}>
                <DecoderMark decoder={id} hollow={fates[id].kind !== 'detected'} />
                {name}: {describeFate(fates[id], (classId) => nameOf(classId + 1))}
              </p>
            ))}
          </td>
        </tr>
      )}
    </tbody>
  );
}

/** "38 × 38 map, row 4, column 7, anchor 2 of its cell". */
function placeOf({ layers, centers }: Anchors, anchor: number): string {
  const layer = layers.findLast(({ offset }) => offset <= anchor)!;
  const within = anchor - layer.offset;
  const cell = Math.floor(within / layer.perCell);
  const [width, height] = [centers[anchor * 4 + 2], centers[anchor * 4 + 3]].map((side) => side.toFixed(1));
  return `Map ${layer.height} × ${layer.width}, row ${Math.floor(cell / layer.width)}, column ${cell % layer.width}, anchor ${within % layer.perCell} of its cell, ${width} × ${height} px`;
}

function GroundTruthOverlaps({
  box,
  subject,
  className,
}: {
  box: Box;
  subject: Subject;
  className(id: number): string;
}) {
  const { objects } = subject;
  if (objects.length === 0) return <p className={styles.quiet}>This image has no ground truth.</p>;
  return (
    <table className={styles.table}>
      <caption>IoU of the decoded box with the ground truth</caption>
      <tbody>
        {objects.map((object, i) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: objects of an image have no other identity
          <tr key={i}>
            <td>{className(object.classId)}</td>
            <td>
              <IouSum
                value={iou(Float32Array.from(box), 0, Float32Array.from(object.box), 0)}
                label={`IoU with ${className(object.classId)} ${i + 1}`}
                a={box}
                b={[...object.box]}
              />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
