/** @file The Decode stage: from the logits of an anchor to detections, by both decoders on the same weights. */
import { BatchStrip } from '../../inspection/BatchStrip';
import { ModelBar } from '../../inspection/ModelBar';
import { PredictionsSwitch } from '../../inspection/PredictionsSwitch';
import { PanelHead } from '../PanelHead';
import { BothDecoders } from './BothDecoders';
import { CompareOnVal } from './CompareOnVal';
import styles from './DecodePanel.module.css';
import { NmsPlayer } from './NmsPlayer';
import { SixLogits } from './SixLogits';
import { ValImage } from './ValImage';

export function DecodePanel() {
  return (
    <>
      <PanelHead
        title="Decode"
        inspector="Decoder"
        subtitle="From logits to detections: the same weights, two decoders."
      />
      <div className={styles.panel}>
        <SixLogits />
        <div className={styles.images}>
          <div className={styles.bar}>
            <ModelBar />
            <PredictionsSwitch />
          </div>
          <BatchStrip />
          <ValImage />
        </div>
        <BothDecoders />
        <NmsPlayer />
        <CompareOnVal />
      </div>
    </>
  );
}
