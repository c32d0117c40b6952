/** @file Beside the Anchors stage: the objects, the selected box, and the anchor that is selected or under the pointer. */
import { AnchorDetails } from './AnchorDetails';
import styles from './AnchorsInspector.module.css';
import { BoxForm } from './BoxForm';
import { CellSteps } from './CellSteps';
import { useDisplay } from './display';
import { Objects } from './Objects';
import { PositiveSteps } from './PositiveSteps';
import { useMatching } from './use-matching';

export function AnchorsInspector() {
  const { matching } = useMatching();
  const { hoveredAnchor } = useDisplay();
  if (matching === null) return <p className={styles.note}>The image comes first.</p>;
  const { object, anchor, anchors } = matching;
  const shown = hoveredAnchor !== null && hoveredAnchor < anchors.count ? hoveredAnchor : anchor;
  return (
    <div className={styles.inspector}>
      <Objects matching={matching} />
      {object !== null && <BoxForm key={object} matching={matching} index={object} />}
      <section className={styles.section}>
        <PositiveSteps matching={matching} />
        {shown === null ? (
          <p className={styles.note}>
            Point at a mark, or step through the positives, to see how an anchor is matched and what it learns.
          </p>
        ) : (
          <AnchorDetails matching={matching} anchor={shown} />
        )}
      </section>
      <CellSteps matching={matching} />
    </div>
  );
}
