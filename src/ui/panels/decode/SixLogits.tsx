/** @file The tutorial's six logits of one anchor, to be moved: their softmax, and what each decoder keeps. */
import { Button } from '../../controls/Button';
import { Slider } from '../../controls/Slider';
import { probability } from '../../format';
import { Explained } from '../../lesson/Explained';
import { useActions, useLab } from '../../use-lab';
import { DecoderMark } from './DecoderMark';
import { decoderWords } from './decoders';
import { keptStore, useKept } from './kept';
import { scoreScale } from './Limits';
import styles from './SixLogits.module.css';
import { type DecodedLogits, decodeLogits, toyClasses, tutorialLogits } from './six-logits';

export function SixLogits() {
  const logits = useKept((kept) => kept.logits);
  const { detection } = useLab(({ view }) => ({ detection: view.detection }));
  const { look } = useActions();
  const decoded = decodeLogits(logits, detection.scoreThreshold);
  const asInTutorial = logits.every((logit, i) => logit === tutorialLogits[i]);
  return (
    <section aria-label="Six logits">
      <div className={styles.head}>
        <h2>One anchor, six logits</h2>
        <Button
          icon="reset"
          disabled={asInTutorial}
          data-testid="six-reset"
          onClick={() => keptStore.setState({ logits: tutorialLogits })}
        >
          Reset to the tutorial's
        </Button>
      </div>
      <div className={styles.bench}>
        <ul className={styles.logits} aria-label="Logits and their softmax">
          {toyClasses.map((name, i) => (
            <li key={name} className={styles.row}>
              <span className={styles.name}>{name}</span>
              <div className={styles.slider}>
                <Slider
                  label={`Logit of ${name}`}
                  hideLabel
                  min={-10}
                  max={10}
                  step={0.1}
                  value={logits[i]}
                  onChange={(logit) => keptStore.setState({ logits: logits.with(i, logit) })}
                  testId={`six-logit-${name}`}
                />
              </div>
              <div className={styles.share} data-testid={`six-softmax-${name}`} data-value={decoded.probabilities[i]}>
                <span className={styles.track}>
                  <span style={{ width: `${decoded.probabilities[i] * 100}%` }} />
                </span>
                <Explained value={probability(decoded.probabilities[i])} label={`Softmax of ${name}`}>
                  <SoftmaxSum decoded={decoded} index={i} logits={logits} />
                </Explained>
              </div>
            </li>
          ))}
        </ul>
        <div className={styles.results}>
          <Slider
            label="Score threshold"
            {...scoreScale}
            value={detection.scoreThreshold}
            onChange={(scoreThreshold) => look({ detection: { ...detection, scoreThreshold } })}
            testId="six-threshold"
          />
          {decoderWords.map(({ id, name, rule }) => (
            <div key={id} className={styles.result}>
              <h3>
                <DecoderMark decoder={id} />
                {name}
              </h3>
              <p className={styles.rule}>{rule}</p>
              <ol
                className={styles.found}
                data-answer
                aria-label={`${name} detects`}
                data-testid={`six-${id}`}
                data-classes={decoded.found[id].map(({ index }) => toyClasses[index]).join(' ')}
              >
                {decoded.found[id].map(({ index, score }) => (
                  <li key={index}>
                    {toyClasses[index]}{' '}
                    <Explained value={probability(score)} label={`${name}: why ${toyClasses[index]} is detected`}>
                      {id === 'argmax' && <p>The largest of the five scores without the background.</p>}
                      <p>
                        {score.toFixed(4)} &gt; {detection.scoreThreshold}, the score threshold.
                      </p>
                    </Explained>
                  </li>
                ))}
                {decoded.found[id].length === 0 && <li className={styles.none}>nothing</li>}
              </ol>
            </div>
          ))}
          <p className={styles.note} data-answer>
            {remark(decoded)}
          </p>
        </div>
      </div>
    </section>
  );
}

function SoftmaxSum({ decoded, index, logits }: { decoded: DecodedLogits; index: number; logits: readonly number[] }) {
  const { exponentials, sum, probabilities } = decoded;
  return (
    <div className={styles.sum}>
      <p>
        exp({logits[index]}) / ({logits.map((logit) => `exp(${logit})`).join(' + ')})
      </p>
      <p>
        = {exponentials[index].toFixed(2)} / ({exponentials.map((value) => value.toFixed(2)).join(' + ')})
      </p>
      <p>
        = {exponentials[index].toFixed(2)} / {sum.toFixed(2)} = <b>{probabilities[index].toFixed(4)}</b>
      </p>
    </div>
  );
}

/** What the numbers of this moment show, beyond the lists. */
function remark({ found, probabilities }: DecodedLogits): string {
  const [best, second, ...weak] = found['per-class'];
  if (best === undefined) return 'No class passes the threshold: neither decoder detects anything.';
  if (second === undefined) return 'One class passes: both decoders give the same detection.';
  if (probabilities[0] > 0.5) return 'The background is likely, and takes no part: both decoders look past it.';
  const names = [best, second].map(({ index }) => toyClasses[index]);
  const others = weak.map(({ index }) => toyClasses[index]).join(', ');
  const close = second.score > best.score / 2;
  const first = close
    ? `${capital(names[0])} and ${names[1]} are nearly as likely. Argmax throws ${names[1]} away.`
    : `${capital(names[0])} is far ahead; the other classes are weak.`;
  return weak.length === 0 ? first : `${first} Also above the threshold, and ranked last: ${others}.`;
}

function capital(name: string): string {
  return name[0].toUpperCase() + name.slice(1);
}
