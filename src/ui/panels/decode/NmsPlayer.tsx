/** @file Non-maximum suppression of the shown image, played: one survivor after the other removes what overlaps it. */
import { useMemo, useState } from 'react';
import { IconButton } from '../../controls/Button';
import { Segmented } from '../../controls/Segmented';
import { Slider } from '../../controls/Slider';
import { usePlayer } from '../../controls/use-player';
import { plural } from '../../format';
import { useSubject } from '../../inspection/model';
import { useActions } from '../../use-lab';
import { useClassNames, useDecoded } from './decoded';
import { decodedBy, decoderWords } from './decoders';
import { nameOf } from './fate';
import { keptStore, useKept } from './kept';
import { NmsPicture } from './NmsPicture';
import styles from './NmsPlayer.module.css';
import { NmsStepList } from './NmsStepList';
import { NmsTable } from './NmsTable';
import { decidingStep, nmsSteps } from './nms-steps';

const msPerStep = 900;

export function NmsPlayer() {
  const subject = useSubject().value;
  const decoded = useDecoded().value;
  const played = useKept((kept) => kept.played);
  const className = useClassNames();
  const { look } = useActions();
  const rows = decoded === null ? null : decodedBy(played, decoded).rows;
  const steps = useMemo(() => (rows === null ? [] : nmsSteps(rows)), [rows]);
  const [wanted, setStep] = useState(0);
  const [picked, setPicked] = useState<string | null>(null);
  const step = Math.min(wanted, Math.max(0, steps.length - 1));
  const player = usePlayer(step, steps.length, setStep, msPerStep);
  if (subject === null || rows === null) return null;

  const pick = (rank: number) => {
    player.go(decidingStep(rows, steps, rank));
    setPicked(nameOf(rows[rank]));
    look({ anchor: rows[rank].anchor });
  };
  const pickedRank = rows.findIndex((row) => nameOf(row) === picked);
  const present = { rows, step: steps[step], picked: pickedRank, className };
  return (
    <section aria-label="NMS step by step">
      <div className={styles.head}>
        <h2>NMS, step by step</h2>
        <Segmented
          label="Decoder whose suppression is played"
          value={played}
          options={decoderWords.map(({ id, name }) => ({ value: id, label: name }))}
          onChange={(decoder) => keptStore.setState({ played: decoder })}
          testId="nms-decoder"
        />
      </div>
      {steps.length === 0 ? (
        <p className={styles.none}>No row passes the score threshold: there is nothing to suppress.</p>
      ) : (
        <>
          <div className={styles.stage}>
            <NmsPicture {...present} subject={subject} decoder={played} />
            <div className={styles.side}>
              <div className={styles.controls}>
                <IconButton
                  icon="previous"
                  label="Previous survivor"
                  data-testid="nms-previous"
                  disabled={step === 0}
                  onClick={() => player.go(step - 1)}
                />
                {player.allowed && (
                  <IconButton
                    icon={player.playing ? 'pause' : 'play'}
                    label={player.playing ? 'Pause' : 'Play the suppression'}
                    data-testid="nms-play"
                    onClick={player.toggle}
                  />
                )}
                <IconButton
                  icon="next"
                  label="Next survivor"
                  data-testid="nms-next"
                  disabled={step === steps.length - 1}
                  onClick={() => player.go(step + 1)}
                />
                <div className={styles.slider}>
                  <Slider
                    label={`Survivor, 1 to ${steps.length} by score`}
                    min={1}
                    max={steps.length}
                    step={1}
                    value={step + 1}
                    onChange={(value) => player.go(value - 1)}
                    testId="nms-step"
                  />
                </div>
              </div>
              <NmsStepList {...present} quiet={player.playing} onPick={pick} />
            </div>
          </div>
          <details className={styles.all}>
            <summary data-testid="nms-all">{plural(rows.length, 'row')} that entered, as a table</summary>
            <NmsTable {...present} onPick={pick} />
          </details>
        </>
      )}
    </section>
  );
}
