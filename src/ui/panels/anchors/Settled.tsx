/** @file Says what became of a box once it rests: a drag speaks at its end, not at every pixel. */
import { useEffect, useRef, useState } from 'react';
import { imageKey } from '../../../experiments';
import { plural } from '../../format';
import type { Matching } from './use-matching';

/** Milliseconds without a change. */
const rest = 500;

export function Settled({ matching }: { matching: Matching }) {
  const { subject, summary, object } = matching;
  const [said, setSaid] = useState('');
  const before = useRef(subject);
  const sentence = describe(summary, object);
  useEffect(() => {
    const edited = before.current.objects !== subject.objects && imageKey(before.current.ref) === imageKey(subject.ref);
    if (!edited) {
      before.current = subject;
      return;
    }
    const timer = setTimeout(() => {
      before.current = subject;
      setSaid(sentence);
    }, rest);
    return () => clearTimeout(timer);
  }, [subject, sentence]);
  return (
    <p className="visually-hidden" role="status" aria-live="polite" data-testid="settled">
      {said}
    </p>
  );
}

function describe({ objects, positives }: Matching['summary'], object: number | null): string {
  const all = `${plural(positives, 'positive')} in the image`;
  return object === null ? all : `Box ${object + 1}: ${plural(objects[object].positives, 'positive')}; ${all}`;
}
