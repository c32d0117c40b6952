/** @file A question of a page: the reader predicts, then the lab says what it is. */
import { useEffect, useId, useRef, useState } from 'react';
import { useStore } from 'zustand';
import { Button } from '../controls/Button';
import { Icon } from '../controls/Icon';
import { type Question as Asked, type ChoiceQuestion, type Given, judgeNumber, type NumberQuestion } from './page';
import { answer, progressStore } from './progress';
import styles from './Question.module.css';

export function Question({ question }: { question: Asked }) {
  const given = useStore(progressStore, ({ answers }) => answers[question.id]);
  const reveal = useRef<HTMLDivElement>(null);
  const shown = useRef(given);
  useEffect(() => {
    if (given !== shown.current) reveal.current?.scrollIntoView({ block: 'nearest' });
    shown.current = given;
  });
  return (
    <fieldset className={styles.question} data-testid={`question-${question.id}`}>
      <legend>{question.prompt}</legend>
      {question.kind === 'number' ? (
        <NumberField question={question} given={given} />
      ) : (
        <Choices question={question} given={given} />
      )}
      <div ref={reveal} role="status" className={styles.reveal} data-testid={`reveal-${question.id}`}>
        {given !== undefined &&
          (question.kind === 'number' ? (
            <NumberReveal question={question} given={Number(given)} />
          ) : (
            <ChoiceReveal question={question} given={given} />
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

function NumberReveal({ question, given }: { question: NumberQuestion; given: number }) {
  const truth = question.useTruth();
  if (truth === null) return <Waiting question={question} />;
  const verdict = judgeNumber(given, truth, question.tolerance);
  const said = `you said ${given}${question.unit === undefined ? '' : ` ${question.unit}`}`;
  const lead = { right: 'Right:', close: `Close, ${said}:`, off: `No, ${said}:` }[verdict];
  return (
    <>
      <p className={styles.verdict} data-verdict={verdict} data-truth={truth}>
        {verdict === 'right' && <Icon name="check" />}
        {lead} {question.print(truth)}.
      </p>
      <question.Reveal />
    </>
  );
}

function ChoiceReveal({ question, given }: { question: ChoiceQuestion; given: Given }) {
  const truth = question.useTruth();
  if (truth === null) return <Waiting question={question} />;
  const right = truth === given;
  const label = question.options.find(({ id }) => id === truth)?.label ?? truth;
  return (
    <>
      <p className={styles.verdict} data-verdict={right ? 'right' : 'off'} data-truth={truth}>
        {right && <Icon name="check" />}
        {right ? 'Right' : 'No'}: {label}.
      </p>
      <question.Reveal />
    </>
  );
}
