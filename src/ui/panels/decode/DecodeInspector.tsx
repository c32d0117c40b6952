/** @file Beside the Decode stage: the decoder that runs use, and the selected anchor. */
import { ChoiceSetting } from '../../settings/Setting';
import { useLab } from '../../use-lab';
import { AnchorVerdict } from './AnchorVerdict';
import styles from './DecodeInspector.module.css';
import { decoderWords } from './decoders';

export function DecodeInspector() {
  const { decoder } = useLab(({ config }) => ({ decoder: config.decoder }));
  return (
    <div className={styles.inspector}>
      <ChoiceSetting
        path="decoder"
        testId="dec"
        label="Decoder of runs"
        options={decoderWords.map(({ id, name }) => ({ value: id, label: name }))}
        help={`Evaluations of a run count what this one gives. ${decoderWords.find(({ id }) => id === decoder)?.rule}`}
      />
      <AnchorVerdict />
    </div>
  );
}
