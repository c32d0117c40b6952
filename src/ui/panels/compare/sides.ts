/** @file The compared runs: their records, what was read of them, and how each is drawn. */
import { useEffect, useMemo, useRef, useState } from 'react';
import { shallow } from 'zustand/shallow';
import type { RunRecord } from '../../../experiments';
import type { Comparison, KeptRun } from '../../store/comparison';
import { useActions, useLab } from '../../use-lab';
import { type Look, lookOf } from './look';

export interface Side {
  look: Look;
  record: RunRecord;
  /** Null until it is read. */
  kept: KeptRun | null;
}

/** The selected runs that there are, A first. */
export function sidesOf({ selected, records, kept }: Pick<Comparison, 'selected' | 'records' | 'kept'>): Side[] {
  const found = selected.flatMap((id) => records.filter((record) => record.id === id && record.deleted === null));
  return found.map((record, place) => ({ look: lookOf(place), record, kept: kept[record.id] ?? null }));
}

export function useSides(): Side[] {
  const { selected, records, kept } = useLab(({ comparison: { selected, records, kept } }) => ({
    selected,
    records,
    kept,
  }));
  return useMemo(() => sidesOf({ selected, records, kept }), [selected, records, kept]);
}

/** Reads runs that were not read yet. @returns the ids that could not be read, and the way to try again */
export function useReadRuns(ids: readonly string[]): { unread: readonly string[]; again(): void } {
  const { readRuns } = useActions();
  const kept = useLab(({ comparison }) => comparison.kept);
  const pending = useRef(new Set<string>());
  const [tried, setTried] = useState<readonly string[]>([]);
  const missing = ids.filter((id) => kept[id] === undefined);
  const wanted = useSame(missing.filter((id) => !tried.includes(id)));
  useEffect(() => {
    const asked = wanted.filter((id) => !pending.current.has(id));
    if (asked.length === 0) return;
    for (const id of asked) pending.current.add(id);
    void readRuns(asked).finally(() => {
      for (const id of asked) pending.current.delete(id);
      setTried((before) => [...before, ...asked]);
    });
  }, [wanted, readRuns]);
  return { unread: missing.filter((id) => tried.includes(id)), again: () => setTried([]) };
}

/** One array for as long as it holds the same things. */
export function useSame<T>(list: readonly T[]): readonly T[] {
  const known = useRef(list);
  if (!shallow(known.current, list)) known.current = list;
  return known.current;
}
