/** @file The shown image under both decoders, from one forward pass: what each gives, and where they differ. */
import { useMemo } from 'react';
import { Slider } from '../../controls/Slider';
import { milliseconds } from '../../format';
import { useSubject } from '../../inspection/model';
import { Explained } from '../../lesson/Explained';
import styles from './BothDecoders.module.css';
import { Changes } from './Changes';
import { DecodedFigure } from './DecodedFigure';
import { useClassNames, useDecoded } from './decoded';
import { decoderWords } from './decoders';
import { differenceOf } from './fate';
import { keptStore, useKept } from './kept';
import { Limits } from './Limits';
import { Waiting } from './Waiting';

export function BothDecoders() {
  const subject = useSubject();
  const decoded = useDecoded();
  const drawFrom = useKept((kept) => kept.drawFrom);
  const className = useClassNames();
  const difference = useMemo(() => decoded.value && differenceOf(decoded.value), [decoded.value]);
  const problem = subject.problem ?? decoded.problem;
  return (
    <section aria-label="Both decoders" aria-busy={decoded.busy}>
      <div className={styles.head}>
        <h2>One forward pass, both decoders</h2>
        {decoded.value && <ForwardPass ms={decoded.value.forwardMs} />}
      </div>
      <Limits />
      {problem !== null && (
        <p className={styles.problem} role="alert">
          {problem}
        </p>
      )}
      {(subject.value === null || decoded.value === null) && problem === null && <Waiting />}
      {subject.value && decoded.value && difference && (
        <>
          <div className={styles.pair}>
            {decoderWords.map((words) => (
              <DecodedFigure
                key={words.id}
                words={words}
                subject={subject.value!}
                decoded={decoded.value!}
                difference={difference}
                className={className}
              />
            ))}
          </div>
          <div className={styles.draw}>
            <Slider
              label="Draw boxes from score"
              min={0}
              max={1}
              step={0.01}
              value={drawFrom}
              onChange={(value) => keptStore.setState({ drawFrom: value })}
              testId="draw-from"
            />
            <p className={styles.quiet}>
              Hides boxes and changes no count. Corners are the ground truth. A ring marks a detection that the other
              decoder does not give: the best five are drawn, whatever they score.
            </p>
          </div>
          <Changes difference={difference} className={className} />
        </>
      )}
    </section>
  );
}

function ForwardPass({ ms }: { ms: number | null }) {
  return (
    <div className={styles.quiet} data-testid="forward-ms" data-value={ms ?? ''}>
      {ms === null ? (
        'Nothing was inferred: the predictions of this image were known.'
      ) : (
        <>
          Forward pass{' '}
          <Explained value={milliseconds(ms)} label="Forward pass of this image">
            <p>
              Making the input and one pass through the network, as measured when this image was first asked for. Both
              decoders read the same logits and offsets.
            </p>
          </Explained>
        </>
      )}
    </div>
  );
}
