/** @file What is compared: one of the tricks, all of them, or what the reader likes. Radio buttons drawn as cards. */
import { useId } from 'react';
import { trickPlans } from '../../../../experiments';
import type { Draft } from './draft';
import styles from './Questions.module.css';

const questions: readonly { id: Draft['question']; title: string; versus: string; note: string }[] = [
  {
    id: 'normalization',
    title: trickPlans.normalization.title,
    versus: 'Sample- or batch-wise?',
    note: 'The tutorial claims +1 to 2 mAP for batch-wise.',
  },
  {
    id: 'initializer',
    title: trickPlans.initializer.title,
    versus: 'Uniform(0.07) or Xavier?',
    note: 'About +1 mAP for Xavier. Any two initializers of the lab.',
  },
  {
    id: 'decoder',
    title: trickPlans.decoder.title,
    versus: 'Argmax or per class?',
    note: '+0.5 to 0.8 mAP for per class. Both decode one model: costs one training a seed.',
  },
  {
    id: 'all',
    title: trickPlans.all.title,
    versus: 'Do the three add up?',
    note: '2 × 2 × 2 arms: four trainings a seed, as decoders cost none.',
  },
  {
    id: 'custom',
    title: 'Custom',
    versus: 'What if …?',
    note: 'The settings of the page against others of your choice.',
  },
];

interface Props {
  value: Draft['question'];
  onChange(question: Draft['question']): void;
}

export function Questions({ value, onChange }: Props) {
  const name = useId();
  return (
    <div className={styles.cards} role="radiogroup" aria-label="What to compare" data-testid="compare-question">
      {questions.map(({ id, title, versus, note }) => (
        <label key={id} className={styles.card} data-testid={`compare-question-${id}`}>
          <input
            type="radio"
            className="visually-hidden"
            name={name}
            value={id}
            checked={id === value}
            onChange={() => onChange(id)}
          />
          <span className={styles.title}>{title}</span>
          <span className={styles.versus}>{versus}</span>
          <span className={styles.note}>{note}</span>
        </label>
      ))}
    </div>
  );
}
