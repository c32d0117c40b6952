/** @file A question of a page: the reader predicts, then the lab says what it is. */
import { type ReactNode, useEffect, useId, useRef, useState } from 'react';
import { useStore } from 'zustand';
import { Button } from '../controls/Button';
import { Icon } from '../controls/Icon';
import {
  type Question as Asked,
  type ChoiceQuestion,
  type Given,
  judgeNumber,
  type NumberQuestion,
  type Verdict,
} from './page';
import { answer, progressStore } from './progress';
import styles from './Question.module.css';

export function Question({ question }: { question: Asked }) {
  const given = useStore(progressStore, ({ answers }) => answers[question.id]);
  const [before] = useState(given);
  return (
    <fieldset className={styles.question} data-testid={`question-${question.id}`}>
      <legend>{question.prompt}</legend>
      {question.kind === 'number' ? (
        <NumberField question={question} given={given} />
      ) : (
        <Choices question={question} given={given} />
      )}
      <div role="status" className={styles.reveal} data-testid={`reveal-${question.id}`}>
        {given !== undefined &&
          (question.kind === 'number' ? (
            <NumberReveal question={question} given={Number(given)} fresh={given !== before} />
          ) : (
            <ChoiceReveal question={question} given={given} fresh={given !== before} />
          ))}
      </div>
    </fieldset>
  );
}

function Choices({ question, given }: { question: ChoiceQuestion; given: Given | undefined }) {
  return (
    <div className={styles.choices}>
      {question.options.map(({ id, label }) => (
        <Button
          key={id}
          aria-pressed={id === given}
          data-testid={`choice-${question.id}-${id.replaceAll(' ', '-')}`}
          onClick={() => answer(question.id, id)}
        >
          {label}
        </Button>
      ))}
    </div>
  );
}

function NumberField({ question, given }: { question: NumberQuestion; given: Given | undefined }) {
  const [text, setText] = useState(given === undefined ? '' : String(given));
  const id = useId();
  return (
    <form
      className={styles.choices}
      onSubmit={(event) => {
        event.preventDefault();
        if (text.trim() !== '') answer(question.id, Number(text));
      }}
    >
      <label className="visually-hidden" htmlFor={id}>
        Your prediction
      </label>
      <input
        id={id}
        type="number"
        step="any"
        className={styles.number}
        placeholder="Your guess"
        value={text}
        data-testid={`guess-${question.id}`}
        onChange={(event) => setText(event.target.value)}
      />
      {question.unit}
      <Button type="submit" data-testid={`predict-${question.id}`}>
        Reveal
      </Button>
    </form>
  );
}

function Waiting({ question }: { question: Asked }) {
  return <p className={styles.waiting}>{question.waiting ?? 'The lab is still counting.'}</p>;
}

interface RevealProps<Q, G> {
  question: Q;
  given: G;
  /** Answered just now. */
  fresh: boolean;
}

function NumberReveal({ question, given, fresh }: RevealProps<NumberQuestion, number>) {
  const truth = question.useTruth();
  if (truth === null) return <Waiting question={question} />;
  const said = `you said ${given}${question.unit === undefined ? '' : ` ${question.unit}`}`;
  const verdict = judgeNumber(given, truth, question.tolerance);
  const lead = { right: 'Right', close: `Close, ${said}`, off: `No, ${said}` }[verdict];
  return (
    <Truth verdict={verdict} truth={truth} fresh={fresh} question={question}>
      {lead}: {question.print(truth)}.
    </Truth>
  );
}

function ChoiceReveal({ question, given, fresh }: RevealProps<ChoiceQuestion, Given>) {
  const truth = question.useTruth();
  if (truth === null) return <Waiting question={question} />;
  const verdict = truth === given ? 'right' : 'off';
  const label = question.options.find(({ id }) => id === truth)?.label ?? truth;
  return (
    <Truth verdict={verdict} truth={truth} fresh={fresh} question={question}>
      {verdict === 'right' ? 'Right' : 'No'}: {label}.
    </Truth>
  );
}

interface TruthProps {
  verdict: Verdict;
  truth: Given;
  fresh: boolean;
  question: Asked;
  children: ReactNode;
}

const settleMs = 1000;

function Truth({ verdict, truth, fresh, question, children }: TruthProps) {
  const whole = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (!fresh || whole.current === null) return;
    // Numbers that are asked of the engine come a moment later and make it taller.
    const watch = new ResizeObserver(([{ target }]) => target.scrollIntoView({ block: 'nearest' }));
    watch.observe(whole.current);
    const end = setTimeout(() => watch.disconnect(), settleMs);
    return () => {
      clearTimeout(end);
      watch.disconnect();
    };
  }, [fresh]);
  return (
    <div ref={whole}>
      <p className={styles.verdict} data-verdict={verdict} data-truth={truth}>
        {verdict === 'right' && <Icon name="check" />}
        {children}
      </p>
      <question.Reveal />
    </div>
  );
}
