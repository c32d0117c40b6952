/** @file The selected box as numbers: the alternative to dragging it. */
import { memo, useId, useState } from 'react';
import { IconButton } from '../../controls/Button';
import { Segmented } from '../../controls/Segmented';
import { pixels } from './arithmetic';
import styles from './BoxForm.module.css';
import { displayStore, useDisplay } from './display';
import { type Box, rounded } from './edit';
import { type BoxCommands, useBoxes } from './use-boxes';
import type { Matching } from './use-matching';

const sides = ['x1', 'y1', 'x2', 'y2'] as const;
const keySteps = [1, 4, 16];

export function BoxForm({ matching, index }: { matching: Matching; index: number }) {
  const { subject, spec, classNames } = matching;
  const { box, classId } = subject.objects[index];
  const boxes = useBoxes(matching);
  const id = useId();
  const [problem, setProblem] = useState<string | null>(null);

  function set(side: number, typed: string): void {
    const value = typed.trim() === '' ? Number.NaN : Number(typed);
    const next = rounded(box.map((old, i) => (i === side ? value : old)) as unknown as Box);
    const wrong = problemOf(next, spec.inputSize);
    setProblem(wrong === null ? null : `${sides[side]} = ${typed || 'nothing'}: ${wrong}`);
    if (wrong === null) boxes.place(index, next);
  }

  return (
    <section className={styles.form} aria-label={`Box ${index + 1}`} data-testid="box-form">
      <header className={styles.head}>
        <h3>Box {index + 1}</h3>
        <span className={styles.size}>
          {pixels(box[2] - box[0])} × {pixels(box[3] - box[1])} px
        </span>
        <IconButton icon="close" label={`Delete box ${index + 1}`} onClick={() => boxes.remove(index)} />
      </header>
      <div className={styles.sides}>
        {sides.map((name, side) => (
          <SideField
            key={name}
            name={name}
            value={box[side]}
            refused={problem?.startsWith(name) ?? false}
            problemId={`${id}-problem`}
            onSet={(typed) => set(side, typed)}
          />
        ))}
      </div>
      {problem !== null && (
        <p id={`${id}-problem`} className={styles.problem} role="alert">
          {problem}
        </p>
      )}
      <ClassField {...{ classId, classNames, index }} rename={boxes.rename} />
      <KeyStep />
    </section>
  );
}

interface ClassProps {
  classId: number;
  classNames: readonly string[];
  index: number;
  rename: BoxCommands['rename'];
}

const ClassField = memo(function ClassField({ classId, classNames, index, rename }: ClassProps) {
  return (
    <label className={styles.row}>
      Class
      <select value={classId} data-testid="box-class" onChange={(event) => rename(index, Number(event.target.value))}>
        {classNames.map((name, i) => (
          <option key={name} value={i}>
            {name}
          </option>
        ))}
      </select>
    </label>
  );
});

const KeyStep = memo(function KeyStep() {
  const { keyStep } = useDisplay();
  return (
    <div className={styles.row}>
      Arrow keys move by
      <Segmented
        label="Step of the arrow keys"
        value={String(keyStep)}
        options={keySteps.map((step) => ({ value: String(step), label: `${step} px` }))}
        onChange={(step) => displayStore.setState({ keyStep: Number(step) })}
        testId="key-step"
      />
    </div>
  );
});

interface SideProps {
  name: string;
  value: number;
  refused: boolean;
  problemId: string;
  onSet(typed: string): void;
}

/** Taken over on Enter or when it is left; follows the box while it is dragged. */
function SideField({ name, value, refused, problemId, onSet }: SideProps) {
  const written = String(rounded([value, 0, 0, 0])[0]);
  const [typed, setTyped] = useState(written);
  const [followed, setFollowed] = useState(written);
  if (followed !== written) {
    setFollowed(written);
    setTyped(written);
  }
  const commit = () => {
    if (typed !== written) onSet(typed);
  };
  return (
    <label className={styles.side}>
      {name}
      <input
        inputMode="decimal"
        autoComplete="off"
        value={typed}
        data-testid={`box-${name}`}
        aria-invalid={refused}
        aria-describedby={refused ? problemId : undefined}
        onChange={(event) => setTyped(event.target.value)}
        onBlur={commit}
        onKeyDown={(event) => {
          if (event.key === 'Enter') commit();
        }}
      />
    </label>
  );
}

/** What is wrong with a typed box, or null. */
function problemOf([x1, y1, x2, y2]: Box, size: number): string | null {
  if ([x1, y1, x2, y2].some((value) => !Number.isFinite(value))) return 'expected a number';
  if (Math.min(x1, y1) < 0 || Math.max(x2, y2) > size) return `expected 0 to ${size}, within the image`;
  if (x1 >= x2) return `x1 must be below x2 (${pixels(x1)} and ${pixels(x2)})`;
  if (y1 >= y2) return `y1 must be below y2 (${pixels(y1)} and ${pixels(y2)})`;
  return null;
}
