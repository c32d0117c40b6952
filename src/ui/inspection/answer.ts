/**
 * @file Answers of the worker to what a panel asks, kept while they hold. Of questions that change faster than they are
 * answered, as under a dragged box, only the newest is asked.
 */
import { useEffect, useRef, useState } from 'react';
import type { Lab } from '../store/lab';
import { useInspect } from '../use-lab';

export interface Answer<T> {
  /** The newest that is known: while `busy`, that of an earlier question. */
  value: T | null;
  busy: boolean;
  /** Why the last question was refused. */
  problem: string | null;
}

type Ask<T> = (api: Lab['inspect']) => Promise<T>;

const kept = 32;
/** Milliseconds between two questions of one asker: a run that goes on is not slowed by looking at it. */
const pause = 250;

/** Answers by question, the least recently used first; a refused one is asked again. */
const known = new Map<string, Promise<unknown>>();

function answerTo<T>(key: string, ask: Ask<T>, api: Lab['inspect']): Promise<T> {
  const answer = (known.get(key) as Promise<T> | undefined) ?? ask(api);
  known.delete(key);
  known.set(key, answer);
  answer.catch(() => known.delete(key));
  for (const oldest of known.keys()) if (known.size > kept) known.delete(oldest);
  return answer;
}

/**
 * @param key what the question depends on, all of it; null asks nothing and keeps the last answer
 * @param ask the question; it is asked once for each key
 * @param options.urgent asks again as soon as it can, as a dragged box needs it
 */
export function useAnswer<T>(key: string | null, ask: Ask<T>, options: { urgent?: boolean } = {}): Answer<T> {
  const api = useInspect();
  const [answer, setAnswer] = useState<Answer<T> & { key: string | null }>({
    key: null,
    value: null,
    busy: false,
    problem: null,
  });
  const asker = useRef({ alive: true, running: false, wanted: { key, ask }, done: null as string | null });

  useEffect(() => {
    const state = asker.current;
    state.wanted = { key, ask };
    state.alive = true;
    if (key !== null && !state.running && key !== state.done) void pump();

    async function pump(): Promise<void> {
      state.running = true;
      while (state.alive && state.wanted.key !== null && state.wanted.key !== state.done) {
        const { key, ask } = state.wanted;
        setAnswer((before) => ({ ...before, busy: true }));
        const next = await answerTo(key, ask, api).then(
          (value) => ({ key, value, busy: false, problem: null }),
          (error: Error) => ({ problem: error.message }),
        );
        state.done = key;
        if (state.alive) setAnswer((before) => ({ ...before, key, busy: false, ...next }));
        if (options.urgent !== true) await new Promise((resolve) => setTimeout(resolve, pause));
      }
      state.running = false;
    }
  });
  useEffect(() => {
    const state = asker.current;
    return () => {
      state.alive = false;
    };
  }, []);

  const { value, problem } = answer;
  return { value, problem, busy: key !== null && (answer.busy || answer.key !== key) };
}
